import type { ReactNode } from 'react';
import { BrandMark } from '@/components/shell/brand';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { Waterfall } from './waterfall';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <aside className="hidden flex-col justify-between gap-10 border-r bg-sidebar p-10 lg:flex">
        <div className="flex items-center gap-3">
          <BrandMark className="size-8" />
          <p className="font-semibold tracking-tight">Order Management</p>
        </div>
        <div className="grid gap-8">
          <div className="grid max-w-md gap-3">
            <p className="text-balance text-3xl font-semibold leading-tight tracking-tight">
              Every order leaves a trace.
            </p>
            <p className="text-pretty text-sm leading-relaxed text-muted-foreground">
              Place one, follow it through five languages and a message broker, then break it on purpose: with
              cards that decline, stall or never answer.
            </p>
          </div>
          <Waterfall />
        </div>
        <p className="text-xs text-muted-foreground">
          A learning environment: no real money, no real parcels.
        </p>
      </aside>
      <main className="relative grid place-items-center p-6">
        <div className="absolute top-4 right-4">
          <ThemeToggle />
        </div>
        <div className="grid w-full max-w-sm gap-6 py-12">
          <BrandMark className="size-9 lg:hidden" />
          {children}
        </div>
      </main>
    </div>
  );
}
