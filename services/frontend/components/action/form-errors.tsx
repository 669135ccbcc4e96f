'use client';

import { createContext, useContext } from 'react';
import { Field } from '@/components/ui/field';
import type { FieldError } from '@/lib/api/problem';

const Context = createContext<readonly FieldError[]>([]);

/** What was wrong with the fields of the form inside. */
export const FormErrors = Context.Provider;

/** The message for a field, by the name that the API gives it. */
export function useFieldError(field: string): string | undefined {
  return useContext(Context).find((error) => error.field === field)?.message;
}

/** A field that finds its own error; `field` is its name in the API when that differs from the form's. */
export function FormField({
  name,
  field = name,
  ...props
}: React.ComponentProps<typeof Field> & { name: string; field?: string }) {
  return <Field name={name} error={useFieldError(field)} {...props} />;
}
