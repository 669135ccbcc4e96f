import { Skeleton } from '@/components/ui/skeleton';

/** The overview before its data. */
export function OverviewSkeleton() {
  return (
    <div role="status" aria-label="Loading the statistics" className="grid gap-5">
      <div className="grid grid-cols-2 gap-3 sm:gap-5 lg:grid-cols-4">
        <Skeleton className="h-26 rounded-xl" />
        <Skeleton className="h-26 rounded-xl" />
        <Skeleton className="h-26 rounded-xl" />
        <Skeleton className="h-26 rounded-xl" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid gap-5">
          <Skeleton className="h-72 rounded-xl" />
          <Skeleton className="h-72 rounded-xl" />
        </div>
        <Skeleton className="h-80 rounded-xl" />
      </div>
    </div>
  );
}
