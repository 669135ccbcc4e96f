'use client';

import { PencilIcon } from 'lucide-react';
import { ActionDialog } from '@/components/action/action-dialog';
import { FormField } from '@/components/action/form-errors';
import { Button } from '@/components/ui/button';
import type { Order } from '@/lib/api/types';
import { countryName } from '@/lib/order/countries';
import { isOpen, type NextStep, nextStepOf } from '@/lib/order/status';
import { advance, cancel, edit } from './actions';

type Shown = Pick<Order, 'id' | 'number' | 'status' | 'version' | 'note' | 'shipping_address'>;

/** What the signed-in person may do with the order in its present status. */
export function OrderActions({ order, staff }: { order: Shown; staff: boolean }) {
  const next = staff ? nextStepOf(order.status) : undefined;
  return (
    <>
      {isOpen(order.status) && <EditOrder order={order} />}
      {isOpen(order.status) && <CancelOrder order={order} />}
      {next && <AdvanceOrder key={next} order={order} next={next} />}
    </>
  );
}

function CancelOrder({ order: { id, number } }: { order: Shown }) {
  return (
    <ActionDialog
      trigger={
        <Button variant="outline" size="sm" data-testid="cancel-order">
          Cancel order
        </Button>
      }
      title={`Cancel ${number}?`}
      description="The stock goes back to the warehouse and a captured payment is refunded. This cannot be undone."
      confirm="Cancel the order"
      pending="Cancelling…"
      cancel="Keep the order"
      destructive
      success={`${number} is cancelled`}
      testId="confirm-cancel"
      action={() => cancel(id)}
    />
  );
}

interface Step {
  readonly label: string;
  readonly title: (number: string) => string;
  readonly description: string;
  readonly pending: string;
  readonly success: (number: string) => string;
}

const STEPS: Readonly<Record<NextStep, Step>> = {
  processing: {
    label: 'Start processing',
    title: (number) => `Start processing ${number}?`,
    description: 'The warehouse begins to pick and pack it.',
    pending: 'Starting…',
    success: (number) => `${number} is being processed`,
  },
  shipped: {
    label: 'Ship',
    title: (number) => `Ship ${number}`,
    description: 'The customer gets a mail and a text message with the tracking number.',
    pending: 'Shipping…',
    success: (number) => `${number} is shipped`,
  },
  delivered: {
    label: 'Mark as delivered',
    title: (number) => `Mark ${number} as delivered?`,
    description: 'The carrier has handed it over. The customer gets a mail.',
    pending: 'Saving…',
    success: (number) => `${number} is delivered`,
  },
  refunded: {
    label: 'Refund',
    title: (number) => `Refund ${number}?`,
    description:
      'All that has not been refunded yet goes back to the card. Parts of it can be refunded at the payment.',
    pending: 'Refunding…',
    success: (number) => `${number} is refunded`,
  },
};

function AdvanceOrder({ order: { id, number }, next }: { order: Shown; next: NextStep }) {
  const { label, title, description, pending, success } = STEPS[next];
  return (
    <ActionDialog
      trigger={
        <Button
          size="sm"
          variant={next === 'refunded' ? 'outline' : 'default'}
          data-testid={`order-to-${next}`}
        >
          {label}
        </Button>
      }
      title={title(number)}
      description={description}
      confirm={label}
      pending={pending}
      cancel="Not now"
      destructive={next === 'refunded'}
      success={success(number)}
      testId={`confirm-${next}`}
      action={(form) => advance(id, next, form)}
    >
      {next === 'shipped' && (
        <FormField
          name="tracking_number"
          label="Tracking number (optional)"
          maxLength={64}
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
          hint="Letters, digits, dots, dashes and underscores."
          autoComplete="off"
        />
      )}
      <FormField name="note" label="Note for the history (optional)" maxLength={500} autoComplete="off" />
    </ActionDialog>
  );
}

function EditOrder({ order: { id, number, version, note, shipping_address: address } }: { order: Shown }) {
  return (
    <ActionDialog
      trigger={
        <Button variant="outline" size="sm" data-testid="edit-order">
          <PencilIcon aria-hidden="true" /> Edit
        </Button>
      }
      title={`Change ${number}`}
      description={`Address and note can change until it is shipped; the country cannot (${countryName(address.country)}), because tax and shipping depend on it.`}
      confirm="Save changes"
      pending="Saving…"
      cancel="Discard"
      success={`${number} is changed`}
      testId="confirm-edit"
      action={(form) => edit(id, version, address.country, form)}
    >
      <div className="grid gap-x-4 gap-y-3.5 sm:grid-cols-2">
        <AddressField
          name="name"
          label="Recipient"
          value={address.name}
          most={200}
          className="sm:col-span-2"
        />
        <AddressField name="line1" label="Street and number" value={address.line1} most={200} />
        <AddressField name="line2" label="Additional line" value={address.line2} most={200} optional />
        <AddressField name="postal_code" label="Postal code" value={address.postal_code} most={20} />
        <AddressField name="city" label="City" value={address.city} most={120} />
        <FormField
          name="note"
          label="Note (optional)"
          defaultValue={note ?? ''}
          maxLength={500}
          className="sm:col-span-2"
        />
      </div>
    </ActionDialog>
  );
}

interface AddressFieldProps {
  name: string;
  label: string;
  value: string | undefined;
  most: number;
  optional?: boolean;
  className?: string;
}

function AddressField({ name, label, value = '', most, optional = false, className }: AddressFieldProps) {
  return (
    <FormField
      name={name}
      field={`shipping_address.${name}`}
      label={optional ? `${label} (optional)` : label}
      defaultValue={value}
      required={!optional}
      maxLength={most}
      className={className}
    />
  );
}
