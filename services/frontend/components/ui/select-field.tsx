'use client';

import { useId } from 'react';
import { cn } from '@/lib/cn';
import { NativeSelect } from './input';
import { Label } from './label';

interface SelectFieldProps extends React.ComponentProps<'select'> {
  label: string;
  options: readonly { readonly value: string; readonly label: string }[];
}

/** A labelled choice. */
export function SelectField({ label, options, className, ...props }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <Label htmlFor={id}>{label}</Label>
      <NativeSelect id={id} {...props}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
