import { DetailSkeleton } from '@/components/detail-skeleton';

export default function LoadingUser() {
  return <DetailSkeleton label="Loading the user" main={['Sessions']} side={['Account']} />;
}
