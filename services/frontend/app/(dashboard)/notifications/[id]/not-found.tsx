import { NotFoundMessage } from '@/components/not-found-message';

export default function NotificationNotFound() {
  return <NotFoundMessage what="notification" />;
}
