import { NotFoundMessage } from '@/components/not-found-message';

export default function ItemNotFound() {
  return <NotFoundMessage what="product" />;
}
