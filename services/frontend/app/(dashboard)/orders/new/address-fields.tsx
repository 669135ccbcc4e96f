'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import type { FieldError } from '@/lib/api/problem';
import type { Address } from '@/lib/api/types';

const COUNTRIES: readonly (readonly [code: string, name: string])[] = [
  ['AT', 'Austria'],
  ['BE', 'Belgium'],
  ['DK', 'Denmark'],
  ['FI', 'Finland'],
  ['FR', 'France'],
  ['DE', 'Germany'],
  ['IE', 'Ireland'],
  ['IT', 'Italy'],
  ['NL', 'Netherlands'],
  ['PL', 'Poland'],
  ['PT', 'Portugal'],
  ['ES', 'Spain'],
  ['SE', 'Sweden'],
];

const EMPTY = { name: '', line1: '', line2: '', postal_code: '', city: '', country: 'DE' };

const SAMPLE: typeof EMPTY = {
  name: 'Ada Lovelace',
  line1: 'Invalidenstraße 117',
  line2: '',
  postal_code: '10115',
  city: 'Berlin',
  country: 'DE',
};

/** The address as the contract wants it; an empty second line is left out. */
export function addressOf(form: FormData): Address {
  const text = (field: string) => String(form.get(field) ?? '').trim();
  const line2 = text('line2');
  return {
    name: text('name'),
    line1: text('line1'),
    ...(line2 && { line2 }),
    city: text('city'),
    postal_code: text('postal_code'),
    country: text('country'),
  };
}

export function AddressFields({ errors }: { errors: readonly FieldError[] | undefined }) {
  const [address, setAddress] = useState(EMPTY);
  const countryId = useId();
  const bind = (field: keyof typeof EMPTY) => ({
    name: field,
    value: address[field],
    onChange: ({ target }: { target: { value: string } }) =>
      setAddress({ ...address, [field]: target.value }),
  });
  const errorOf = (field: string) =>
    errors?.find((error) => error.field === `shipping_address.${field}`)?.message;

  return (
    <Card>
      <CardHeader>
        <CardTitle>Shipping address</CardTitle>
        <Button variant="ghost" size="sm" className="-mr-2 text-primary" onClick={() => setAddress(SAMPLE)}>
          Use a sample address
        </Button>
      </CardHeader>
      <CardContent className="grid gap-x-4 gap-y-3.5 sm:grid-cols-6">
        <Field
          {...bind('name')}
          label="Recipient"
          autoComplete="shipping name"
          required
          maxLength={200}
          error={errorOf('name')}
          className="sm:col-span-6"
        />
        <Field
          {...bind('line1')}
          label="Street and number"
          autoComplete="shipping address-line1"
          required
          maxLength={200}
          error={errorOf('line1')}
          className="sm:col-span-3"
        />
        <Field
          {...bind('line2')}
          label="Additional line (optional)"
          autoComplete="shipping address-line2"
          maxLength={200}
          error={errorOf('line2')}
          className="sm:col-span-3"
        />
        <Field
          {...bind('postal_code')}
          label="Postal code"
          autoComplete="shipping postal-code"
          required
          maxLength={20}
          error={errorOf('postal_code')}
          className="sm:col-span-1"
        />
        <Field
          {...bind('city')}
          label="City"
          autoComplete="shipping address-level2"
          required
          maxLength={120}
          error={errorOf('city')}
          className="sm:col-span-2"
        />
        <div className="grid content-start gap-1.5 sm:col-span-3">
          <Label htmlFor={countryId}>Country</Label>
          <NativeSelect id={countryId} autoComplete="shipping country" required {...bind('country')}>
            {COUNTRIES.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </NativeSelect>
        </div>
        <Field
          name="note"
          label="Note (optional)"
          maxLength={500}
          error={errorOf('note')}
          className="sm:col-span-6"
        />
      </CardContent>
    </Card>
  );
}
