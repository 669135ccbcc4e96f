import { ArrowRightIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { AppLink } from '@/components/app-link';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { SERVICES } from '@/lib/api/services';
import { APIS } from './services';

export const metadata: Metadata = { title: 'API reference' };

export default function DocsPage() {
  return (
    <>
      <PageHeader
        title="API reference"
        description="Five services behind one gateway; each describes itself in OpenAPI 3.1"
      />
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {SERVICES.map((service) => {
          const { title, about, technology } = APIS[service];
          return (
            <li
              key={service}
              data-testid="api"
              className="relative grid gap-2 rounded-xl border bg-card p-5 shadow-xs transition-colors hover:border-primary/50"
            >
              <div className="flex items-center justify-between gap-3">
                <h2 className="font-semibold tracking-tight">
                  <AppLink
                    href={`/docs/${service}`}
                    className="rounded-sm outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:ring-[3px] focus-visible:after:ring-ring/40"
                  >
                    {title}
                  </AppLink>
                </h2>
                <Badge>{technology}</Badge>
              </div>
              <p className="text-[13px] text-muted-foreground">{about}</p>
              <p className="mt-2 flex items-center justify-between font-mono text-xs text-muted-foreground">
                {service} <ArrowRightIcon className="size-4" aria-hidden="true" />
              </p>
            </li>
          );
        })}
      </ul>
    </>
  );
}
