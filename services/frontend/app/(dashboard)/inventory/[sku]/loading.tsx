import { DetailSkeleton } from '@/components/detail-skeleton';

export default function LoadingItem() {
  return <DetailSkeleton label="Loading the product" main={['Warehouses', 'Movements']} side={['Product']} />;
}
