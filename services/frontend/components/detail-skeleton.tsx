import { Skeleton } from '@/components/ui/skeleton';
import { PanelSkeleton } from './panel';

interface DetailSkeletonProps {
  label: string;
  /** Titles of the panels in the wide column and in the narrow one. */
  main: readonly string[];
  side: readonly string[];
}

/** The page of one thing, while it loads. */
export function DetailSkeleton({ label, main, side }: DetailSkeletonProps) {
  return (
    <div role="status" aria-label={label}>
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-6 w-52" />
        <Skeleton className="h-4 w-64 max-w-full" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-5">
          {main.map((title) => (
            <PanelSkeleton key={title} title={title} lines={4} />
          ))}
        </div>
        <div className="grid gap-5">
          {side.map((title) => (
            <PanelSkeleton key={title} title={title} lines={3} />
          ))}
        </div>
      </div>
    </div>
  );
}
