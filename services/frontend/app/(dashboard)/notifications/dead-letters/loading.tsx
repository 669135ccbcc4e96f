import { ListPageSkeleton } from '@/components/list/list-page-skeleton';

export default function LoadingDeadLetters() {
  return <ListPageSkeleton columns={4} />;
}
