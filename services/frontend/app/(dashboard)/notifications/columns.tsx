import { MailIcon, MessageSquareTextIcon } from 'lucide-react';
import { type Column, RowLink } from '@/components/list/data-table';
import { NotificationBadge } from '@/components/notification-badge';
import { Time } from '@/components/time';
import type { Notification } from '@/lib/api/types';

export const columns: readonly Column<Notification>[] = [
  {
    id: 'recipient',
    header: 'Recipient',
    cell: ({ id, recipient, channel }) => {
      const Icon = channel === 'email' ? MailIcon : MessageSquareTextIcon;
      return (
        <span className="flex min-w-0 items-center gap-2.5">
          <Icon
            className="size-4 shrink-0 text-muted-foreground"
            aria-label={channel === 'email' ? 'E-mail' : 'SMS'}
          />
          <RowLink href={`/notifications/${id}`} className="max-w-40 truncate sm:max-w-60">
            {recipient}
          </RowLink>
        </span>
      );
    },
  },
  {
    id: 'subject',
    header: 'Message',
    className: 'hidden md:table-cell',
    cell: ({ subject, text }) => <span className="block max-w-96 truncate">{subject ?? text}</span>,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <NotificationBadge status={status} /> },
  {
    id: 'attempts',
    header: 'Attempts',
    className: 'hidden text-right lg:table-cell',
    cell: ({ attempts }) => <span className="text-muted-foreground tabular-nums">{attempts}</span>,
  },
  {
    id: 'created_at',
    header: 'Created',
    className: 'hidden text-right sm:table-cell',
    cell: ({ created_at }) => (
      <span className="text-muted-foreground">
        <Time at={created_at} />
      </span>
    ),
  },
];
