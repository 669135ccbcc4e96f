import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

export default function LoadingNewOrder() {
  return (
    <div role="status" aria-label="Loading the catalogue">
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card className="divide-y">
          {ROWS.map((row) => (
            <div key={row} className="flex items-center justify-between gap-4 px-4 py-3.5">
              <Skeleton className="h-4 w-56 max-w-[50%]" />
              <Skeleton className="h-4 w-24" />
            </div>
          ))}
        </Card>
        <Skeleton className="h-72 rounded-xl" />
      </div>
    </div>
  );
}
