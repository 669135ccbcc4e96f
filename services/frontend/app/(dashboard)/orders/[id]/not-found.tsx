import { NotFoundMessage } from '@/components/not-found-message';

export default function OrderNotFound() {
  return <NotFoundMessage what="order" />;
}
