import { NotFoundMessage } from '@/components/not-found-message';

export default function PaymentNotFound() {
  return <NotFoundMessage what="payment" />;
}
