import { ListPageSkeleton } from '@/components/list/list-page-skeleton';

export default function LoadingUsers() {
  return <ListPageSkeleton columns={4} />;
}
