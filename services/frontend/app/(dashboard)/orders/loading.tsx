import { ListPageSkeleton } from '@/components/list/list-page-skeleton';

export default function LoadingOrders() {
  return <ListPageSkeleton columns={5} />;
}
