import { ListPageSkeleton } from '@/components/list/list-page-skeleton';

export default function LoadingPayments() {
  return <ListPageSkeleton columns={5} />;
}
