import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { TableSkeleton } from './data-table';

/** A page with a list, while it loads. */
export function ListPageSkeleton({ columns }: { columns: number }) {
  return (
    <>
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-6 w-28" />
        <Skeleton className="h-4 w-56" />
      </div>
      <Card className="overflow-hidden">
        <div className="border-b p-3">
          <Skeleton className="h-9 w-full max-w-xl" />
        </div>
        <TableSkeleton columns={columns} />
      </Card>
    </>
  );
}
