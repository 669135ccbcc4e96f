import { PanelSkeleton } from '@/components/panel';
import { Skeleton } from '@/components/ui/skeleton';

export default function LoadingAccount() {
  return (
    <div role="status" aria-label="Loading the account">
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-6 w-28" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="grid gap-5">
          <PanelSkeleton title="Profile" lines={4} />
          <PanelSkeleton title="Password" lines={4} />
        </div>
        <div className="grid gap-5">
          <PanelSkeleton title="Notifications" lines={5} />
          <PanelSkeleton title="Sessions" lines={3} />
        </div>
      </div>
    </div>
  );
}
