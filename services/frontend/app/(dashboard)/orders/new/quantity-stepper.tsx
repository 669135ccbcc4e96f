import { MinusIcon, PlusIcon } from 'lucide-react';
import { Button } from '@/components/ui/button';

interface QuantityStepperProps {
  /** What is counted, for the labels. */
  name: string;
  quantity: number;
  most: number;
  onChange: (quantity: number) => void;
}

export function QuantityStepper({ name, quantity, most, onChange }: QuantityStepperProps) {
  return (
    <fieldset className="flex items-center rounded-md border border-input bg-card shadow-xs">
      <legend className="sr-only">Quantity of {name}</legend>
      <Button
        variant="ghost"
        size="icon-xs"
        aria-label={`One less of ${name}`}
        onClick={() => onChange(quantity - 1)}
      >
        <MinusIcon className="size-3.5" aria-hidden="true" />
      </Button>
      <input
        type="text"
        inputMode="numeric"
        value={quantity}
        aria-label={`Quantity of ${name}`}
        onChange={(event) => onChange(Number.parseInt(event.target.value, 10) || 0)}
        className="h-7 w-9 rounded-sm bg-transparent text-center text-[13px] tabular-nums outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40"
      />
      <Button
        variant="ghost"
        size="icon-xs"
        aria-label={`One more of ${name}`}
        disabled={quantity >= most}
        onClick={() => onChange(quantity + 1)}
      >
        <PlusIcon className="size-3.5" aria-hidden="true" />
      </Button>
    </fieldset>
  );
}
