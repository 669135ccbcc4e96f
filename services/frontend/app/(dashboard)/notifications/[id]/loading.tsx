import { DetailSkeleton } from '@/components/detail-skeleton';

export default function LoadingNotification() {
  return <DetailSkeleton label="Loading the notification" main={['Message']} side={['Delivery']} />;
}
