'use client';

import { CircleCheckIcon, CircleXIcon, ClockIcon } from 'lucide-react';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { TEST_CARDS } from '@/lib/order/cards';

const GROUPS = [
  { kind: 'approves', label: 'Approves', icon: CircleCheckIcon, className: 'text-good' },
  { kind: 'slow', label: 'Takes its time', icon: ClockIcon, className: 'text-warning' },
  { kind: 'declines', label: 'Declines', icon: CircleXIcon, className: 'text-bad' },
] as const;

export function CardPicker({ value, onChange }: { value: string; onChange: (token: string) => void }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle id="card-picker">Test card</CardTitle>
        <p className="text-xs text-muted-foreground">No money moves</p>
      </CardHeader>
      <CardContent>
        <RadioGroup
          value={value}
          onValueChange={onChange}
          aria-labelledby="card-picker"
          className="grid gap-x-3 gap-y-4 md:grid-cols-3"
        >
          {GROUPS.map(({ kind, label, icon: Icon, className }) => (
            <div key={kind} className="grid content-start gap-2">
              <p className="flex items-center gap-1.5 text-xs font-medium text-muted-foreground">
                <Icon className={`size-3.5 ${className}`} aria-hidden="true" />
                {label}
              </p>
              {TEST_CARDS.filter((card) => card.kind === kind).map(({ token, label: name, outcome }) => (
                <RadioCard key={token} value={token} data-testid={`card-${token}`}>
                  <span className="grid min-w-0 flex-1">
                    <span className="truncate text-[13px] font-medium">{name}</span>
                    <span className="truncate text-xs text-muted-foreground">{outcome}</span>
                  </span>
                </RadioCard>
              ))}
            </div>
          ))}
        </RadioGroup>
      </CardContent>
    </Card>
  );
}
