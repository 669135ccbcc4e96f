'use server';

import { type ActionState, attempt, textOf } from '@/lib/api/action';
import { cancelOrder, changeOrderStatus, updateOrder } from '@/lib/api/orders';
import type { NewAddress } from '@/lib/api/types';
import type { NextStep } from '@/lib/order/status';

export async function cancel(id: string): Promise<ActionState> {
  return attempt(() => cancelOrder(id));
}

/** Moves the order one step on; the note goes into its history. */
export async function advance(id: string, status: NextStep, form: FormData): Promise<ActionState> {
  const note = textOf(form, 'note');
  const tracking = textOf(form, 'tracking_number');
  return attempt(() =>
    changeOrderStatus(id, {
      status,
      ...(note && { note }),
      ...(status === 'shipped' && tracking && { tracking_number: tracking }),
    }),
  );
}

/** Changes address and note of the version that the form was filled with. */
export async function edit(
  id: string,
  version: number,
  country: string,
  form: FormData,
): Promise<ActionState> {
  const address = {
    name: textOf(form, 'name') ?? '',
    line1: textOf(form, 'line1') ?? '',
    line2: textOf(form, 'line2') ?? null,
    city: textOf(form, 'city') ?? '',
    postal_code: textOf(form, 'postal_code') ?? '',
    // Tax and shipping depend on it: it stays what it is.
    country: country as NewAddress['country'],
  };
  return attempt(() =>
    updateOrder(id, version, { shipping_address: address, note: textOf(form, 'note') ?? null }),
  );
}
