import { DetailSkeleton } from '@/components/detail-skeleton';

export default function LoadingPayment() {
  return <DetailSkeleton label="Loading the payment" main={['Ledger', 'Refunds']} side={['Payment']} />;
}
