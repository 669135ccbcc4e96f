import { DownloadIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { isServiceName } from '@/lib/api/services';
import { APIS } from '../services';
import { ApiViewer } from './api-viewer';

export async function generateMetadata({ params }: PageProps<'/docs/[service]'>): Promise<Metadata> {
  const { service } = await params;
  return { title: isServiceName(service) ? `${APIS[service].title} API` : 'Not found' };
}

export default async function ServiceDocsPage({ params }: PageProps<'/docs/[service]'>) {
  const { service } = await params;
  if (!isServiceName(service)) notFound();
  const description = `/docs/${service}/openapi.yaml`;
  return (
    <>
      <PageHeader title={`${APIS[service].title} API`} description={APIS[service].about}>
        <Button asChild variant="outline" size="sm">
          <a href={description} download={`${service}.yaml`}>
            <DownloadIcon aria-hidden="true" /> openapi.yaml
          </a>
        </Button>
      </PageHeader>
      <ApiViewer url={description} />
    </>
  );
}
