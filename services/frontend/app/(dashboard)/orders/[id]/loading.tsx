import { Skeleton } from '@/components/ui/skeleton';
import { PanelSkeleton } from './panel';

export default function LoadingOrder() {
  return (
    <div role="status" aria-label="Loading the order">
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-6 w-52" />
        <Skeleton className="h-4 w-64 max-w-full" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-5">
          <PanelSkeleton title="Items" lines={5} />
          <PanelSkeleton title="Timeline" lines={3} />
        </div>
        <div className="grid gap-5">
          <PanelSkeleton title="Trace" lines={1} />
          <PanelSkeleton title="Payment" lines={3} />
          <PanelSkeleton title="Shipping" lines={4} />
        </div>
      </div>
    </div>
  );
}
