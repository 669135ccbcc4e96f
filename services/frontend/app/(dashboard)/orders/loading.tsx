import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { OrdersTableSkeleton } from './orders-table';

export default function LoadingOrders() {
  return (
    <>
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-6 w-28" />
        <Skeleton className="h-4 w-56" />
      </div>
      <Card className="overflow-hidden">
        <div className="border-b p-2">
          <Skeleton className="h-8 w-full max-w-xl" />
        </div>
        <OrdersTableSkeleton rows={8} everybody={false} />
      </Card>
    </>
  );
}
