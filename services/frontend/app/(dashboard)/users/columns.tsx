import { type Column, RowLink } from '@/components/list/data-table';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import type { User } from '@/lib/api/types';

export const columns: readonly Column<User>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, name, email }) => (
      <span className="grid min-w-0">
        <RowLink href={`/users/${id}`}>{name}</RowLink>
        <span className="truncate text-xs text-muted-foreground">{email}</span>
      </span>
    ),
  },
  {
    id: 'roles',
    header: 'Role',
    cell: ({ roles }) => (
      <span className="flex flex-wrap gap-1">
        {roles.map((role) => (
          <Badge key={role} tone={role === 'customer' ? 'neutral' : 'progress'} className="capitalize">
            {role}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'active',
    header: 'State',
    className: 'hidden sm:table-cell',
    cell: ({ active }) => <Badge tone={active ? 'good' : 'bad'}>{active ? 'Active' : 'Blocked'}</Badge>,
  },
  {
    id: 'phone',
    header: 'Phone',
    className: 'hidden lg:table-cell',
    cell: ({ phone }) => <span className="text-muted-foreground tabular-nums">{phone}</span>,
  },
  {
    id: 'created_at',
    header: 'Registered',
    className: 'hidden text-right md:table-cell',
    cell: ({ created_at }) => (
      <span className="text-muted-foreground">
        <Time at={created_at} />
      </span>
    ),
  },
];
