import { InboxIcon, SearchXIcon } from 'lucide-react';
import { AppLink } from '@/components/app-link';
import { Button } from '@/components/ui/button';

export function EmptyOrders({ filtered }: { filtered: boolean }) {
  const Icon = filtered ? SearchXIcon : InboxIcon;
  return (
    <div data-testid="empty-orders" className="grid justify-items-center gap-4 px-6 py-16 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-secondary text-muted-foreground">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <div className="grid gap-1">
        <p className="font-medium">{filtered ? 'No order matches' : 'No orders yet'}</p>
        <p className="text-sm text-muted-foreground">
          {filtered ? 'Choose another status.' : 'The first one takes half a minute.'}
        </p>
      </div>
      <Button asChild size="sm" variant={filtered ? 'outline' : 'default'}>
        {filtered ? (
          <AppLink href="/orders">Show all orders</AppLink>
        ) : (
          <AppLink href="/orders/new">Place an order</AppLink>
        )}
      </Button>
    </div>
  );
}
