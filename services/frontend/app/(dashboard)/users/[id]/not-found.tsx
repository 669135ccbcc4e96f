import { NotFoundMessage } from '@/components/not-found-message';

export default function UserNotFound() {
  return <NotFoundMessage what="user" />;
}
