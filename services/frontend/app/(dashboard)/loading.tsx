import { Skeleton } from '@/components/ui/skeleton';
import { OverviewSkeleton } from './overview/overview-skeleton';

export default function LoadingOverview() {
  return (
    <>
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-6 w-28" />
        <Skeleton className="h-4 w-56" />
      </div>
      <OverviewSkeleton />
    </>
  );
}
