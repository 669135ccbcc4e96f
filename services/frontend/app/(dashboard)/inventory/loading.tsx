import { ListPageSkeleton } from '@/components/list/list-page-skeleton';

export default function LoadingInventory() {
  return <ListPageSkeleton columns={5} />;
}
