import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

const field =
  'w-full min-w-0 rounded-md border border-input bg-card text-sm shadow-xs outline-none transition-[color,box-shadow] placeholder:text-muted-foreground/70 focus-visible:border-ring focus-visible:ring-[3px] focus-visible:ring-ring/30 disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-destructive aria-invalid:ring-destructive/25';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input data-slot="input" className={cn(field, 'h-9 px-3', className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea data-slot="textarea" className={cn(field, 'min-h-16 px-3 py-2', className)} {...props} />;
}

/** The browser's own list: it works with every keyboard, screen reader and phone. */
export function NativeSelect({ className, ...props }: ComponentProps<'select'>) {
  return (
    <select
      data-slot="select"
      className={cn(
        field,
        'h-9 appearance-none bg-[image:var(--chevron)] bg-[length:1rem] bg-[position:right_0.6rem_center] bg-no-repeat pr-8 pl-3',
        className,
      )}
      {...props}
    />
  );
}
