'use client';

import { LoaderCircleIcon, SearchIcon, XIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Input, NativeSelect } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { filteredHref, type ListState } from '@/lib/list-state';

export type FilterField =
  | { readonly kind: 'search'; readonly name: string; readonly label: string; readonly placeholder: string }
  | { readonly kind: 'date'; readonly name: string; readonly label: string }
  | {
      readonly kind: 'select';
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    };

interface ListFiltersProps {
  path: string;
  state: ListState;
  fields: readonly FilterField[];
}

/** A pause in typing that is long enough to ask the server. */
const TYPING_PAUSE_MS = 300;

/** The fields above a list. What they hold goes into the address; the server answers with the list. */
export function ListFilters({ path, state, fields }: ListFiltersProps) {
  const router = useRouter();
  const id = useId();
  const [pending, startTransition] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(
    state.filters as Record<string, string>,
  );
  // What was typed stays while the server works; the address wins when it is left by other ways (links, back).
  const [shown, setShown] = useState(state);
  if (shown !== state && !pending) {
    setShown(state);
    if (JSON.stringify(shown.filters) !== JSON.stringify(state.filters)) {
      setValues(state.filters as Record<string, string>);
    }
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const show = (next: Readonly<Record<string, string>>, after = 0) => {
    setValues(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const change = Object.fromEntries(fields.map(({ name }) => [name, next[name]?.trim() || undefined]));
      startTransition(() => router.replace(filteredHref(path, state, change), { scroll: false }));
    }, after);
  };
  const bind = (name: string, after = 0) => ({
    id: `${id}-${name}`,
    name,
    value: values[name] ?? '',
    onChange: ({ target }: { target: { value: string } }) => show({ ...values, [name]: target.value }, after),
  });
  const used = fields.some(({ name }) => values[name]);

  return (
    <search className="flex flex-wrap items-end gap-x-3 gap-y-2.5 border-b p-3" aria-label="Filter the list">
      {fields.map((field) => (
        <div
          key={field.name}
          className={
            field.kind === 'search'
              ? 'grid min-w-0 flex-1 basis-60 gap-1'
              : 'grid min-w-36 flex-1 gap-1 sm:flex-none'
          }
        >
          <Label htmlFor={`${id}-${field.name}`} className="text-xs text-muted-foreground">
            {field.label}
          </Label>
          {field.kind === 'search' && (
            <div className="relative flex items-center">
              {pending ? (
                <LoaderCircleIcon
                  className="pointer-events-none absolute left-3 size-4 animate-spin text-muted-foreground"
                  aria-hidden="true"
                />
              ) : (
                <SearchIcon
                  className="pointer-events-none absolute left-3 size-4 text-muted-foreground"
                  aria-hidden="true"
                />
              )}
              <Input
                type="search"
                placeholder={field.placeholder}
                maxLength={100}
                className="pl-9"
                data-testid={`search-${field.name}`}
                {...bind(field.name, TYPING_PAUSE_MS)}
              />
            </div>
          )}
          {field.kind === 'date' && <Input type="date" {...bind(field.name)} />}
          {field.kind === 'select' && (
            <NativeSelect {...bind(field.name)}>
              {field.options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </NativeSelect>
          )}
        </div>
      ))}
      {used && (
        <Button variant="ghost" className="text-muted-foreground" onClick={() => show({})}>
          <XIcon aria-hidden="true" /> Clear
        </Button>
      )}
      <span className="sr-only" aria-live="polite">
        {pending ? 'Searching…' : ''}
      </span>
    </search>
  );
}
