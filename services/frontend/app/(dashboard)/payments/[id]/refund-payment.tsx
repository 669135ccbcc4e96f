'use client';

import { ActionDialog } from '@/components/action/action-dialog';
import { FormField } from '@/components/action/form-errors';
import { Button } from '@/components/ui/button';
import type { Amount } from '@/lib/api/types';
import { formatMoney, moneyInput } from '@/lib/order/money';
import { refund } from './actions';

export function RefundPayment({
  id,
  refundable,
  firstKey,
}: {
  id: string;
  refundable: Amount;
  firstKey: string;
}) {
  return (
    <ActionDialog
      trigger={
        <Button size="sm" data-testid="refund-payment">
          Refund
        </Button>
      }
      title="Return money to the card"
      description={`Up to ${formatMoney(refundable)} can be returned, in one piece or in several.`}
      confirm="Refund"
      pending="Refunding…"
      cancel="Not now"
      destructive
      success="The money is on its way back"
      testId="confirm-refund"
      firstKey={firstKey}
      action={(form, key) => refund(id, refundable.currency, form, key)}
    >
      <FormField
        name="amount"
        field="amount.amount_minor"
        label={`Amount in ${refundable.currency}`}
        required
        inputMode="decimal"
        pattern="[0-9]{1,10}([.,][0-9]{1,2})?"
        defaultValue={moneyInput(refundable)}
      />
      <FormField name="reason" label="Reason" required maxLength={500} autoComplete="off" />
    </ActionDialog>
  );
}
