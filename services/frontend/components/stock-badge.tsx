import { Badge } from '@/components/ui/badge';
import type { Item } from '@/lib/api/types';

/** How much can be sold, and whether that is little. */
export function StockBadge({
  item: { available, reorder_level },
}: {
  item: Pick<Item, 'available' | 'reorder_level'>;
}) {
  if (available <= 0) return <Badge tone="bad">Sold out</Badge>;
  if (available <= reorder_level) return <Badge tone="warning">{available} left</Badge>;
  return <Badge tone="good">{available} available</Badge>;
}
