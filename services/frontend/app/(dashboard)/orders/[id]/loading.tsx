import { DetailSkeleton } from '@/components/detail-skeleton';

export default function LoadingOrder() {
  return (
    <DetailSkeleton
      label="Loading the order"
      main={['Items', 'Timeline']}
      side={['Trace', 'Payment', 'Shipping']}
    />
  );
}
