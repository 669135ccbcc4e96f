'use client';

import { ActionDialog } from '@/components/action/action-dialog';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/select-field';
import type { User } from '@/lib/api/types';
import { words } from '@/lib/order/status';
import { changeRole, setActive } from './actions';

type Shown = Pick<User, 'id' | 'name' | 'roles' | 'active'>;

/** Role, and whether the account may sign in. Nobody does this to themselves. */
export function UserActions({ user, roles }: { user: Shown; roles: readonly string[] }) {
  const { id, name, active } = user;
  return (
    <>
      <ActionDialog
        trigger={
          <Button variant="outline" size="sm" data-testid="change-role">
            Change role
          </Button>
        }
        title={`Change the role of ${name}`}
        description="It takes effect with the next access token, within fifteen minutes."
        confirm="Change role"
        pending="Changing…"
        cancel="Discard"
        success={`The role of ${name} is changed`}
        testId="confirm-role"
        action={(form) => changeRole(id, form)}
      >
        <SelectField
          name="role"
          label="Role"
          defaultValue={user.roles[0]}
          options={roles.map((value) => ({ value, label: words(value) }))}
        />
      </ActionDialog>
      <ActionDialog
        key={String(active)}
        trigger={
          <Button variant={active ? 'destructive' : 'default'} size="sm" data-testid="toggle-active">
            {active ? 'Block' : 'Unblock'}
          </Button>
        }
        title={active ? `Block ${name}?` : `Unblock ${name}?`}
        description={
          active
            ? 'The account can neither sign in nor stay signed in, until somebody unblocks it.'
            : 'The account can sign in again.'
        }
        confirm={active ? 'Block the account' : 'Unblock the account'}
        pending="Saving…"
        cancel="Not now"
        destructive={active}
        success={active ? `${name} is blocked` : `${name} may sign in again`}
        testId="confirm-active"
        action={() => setActive(id, !active)}
      />
    </>
  );
}
