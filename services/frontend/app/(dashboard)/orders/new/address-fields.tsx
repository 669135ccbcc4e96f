'use client';

import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import type { FieldError } from '@/lib/api/problem';
import type { NewAddress } from '@/lib/api/types';
import { COUNTRIES } from '@/lib/order/countries';

export const EMPTY_ADDRESS = { name: '', line1: '', line2: '', postal_code: '', city: '', country: 'DE' };

export type AddressForm = typeof EMPTY_ADDRESS;

const SAMPLE: AddressForm = {
  name: 'Ada Lovelace',
  line1: 'Invalidenstraße 117',
  line2: '',
  postal_code: '10115',
  city: 'Berlin',
  country: 'DE',
};

/** The address as the contract wants it; an empty second line is left out. */
export function addressOf({ name, line1, line2, city, postal_code, country }: AddressForm): NewAddress {
  return {
    name: name.trim(),
    line1: line1.trim(),
    ...(line2.trim() && { line2: line2.trim() }),
    city: city.trim(),
    postal_code: postal_code.trim(),
    country: country as NewAddress['country'],
  };
}

interface AddressFieldsProps {
  address: AddressForm;
  onChange: (address: AddressForm) => void;
  errors: readonly FieldError[] | undefined;
}

export function AddressFields({ address, onChange, errors }: AddressFieldsProps) {
  const countryId = useId();
  const bind = (field: keyof AddressForm) => ({
    name: field,
    value: address[field],
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...address, [field]: target.value }),
  });
  const errorOf = (field: string) =>
    errors?.find((error) => error.field === `shipping_address.${field}`)?.message;

  return (
    <Card>
      <CardHeader>
        <CardTitle>Shipping address</CardTitle>
        <Button variant="ghost" size="sm" className="-mr-2 text-primary" onClick={() => onChange(SAMPLE)}>
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
            {COUNTRIES.map(({ code, name }) => (
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
