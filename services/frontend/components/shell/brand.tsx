import { cn } from '@/lib/cn';

export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-7 shrink-0', className)}>
      <rect width="32" height="32" rx="8" className="fill-primary" />
      <g className="fill-none stroke-primary-foreground" strokeWidth="2" strokeLinejoin="round">
        <path d="M16 6.5l8 4.4v10.2l-8 4.4-8-4.4V10.9z" />
        <path d="M8.3 11L16 15.3l7.7-4.3M16 15.3v9.7" />
      </g>
    </svg>
  );
}
