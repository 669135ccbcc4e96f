import { ListPageSkeleton } from '@/components/list/list-page-skeleton';

export default function LoadingNotifications() {
  return <ListPageSkeleton columns={4} />;
}
