import { ExternalLinkIcon } from 'lucide-react';
import { AppLink } from '@/components/app-link';
import { CopyButton } from '@/components/copy-button';
import { Fact, Panel } from '@/components/panel';
import { Button } from '@/components/ui/button';
import { customersOf } from '@/lib/api/accounts';
import type { Address } from '@/lib/api/types';
import { traceUrl } from '@/lib/grafana';
import { countryName } from '@/lib/order/countries';

/** The trace that created the order: the way from the business to the telemetry. */
export function TraceCard({ traceId }: { traceId: string }) {
  const url = traceUrl(traceId);
  return (
    <Panel title="Trace">
      <div className="grid gap-3">
        <div className="flex items-center gap-1 rounded-md bg-muted py-1 pr-1 pl-2.5">
          <code data-testid="trace-id" className="min-w-0 flex-1 truncate font-mono text-xs" title={traceId}>
            {traceId}
          </code>
          <CopyButton text={traceId} label="Copy trace id" />
        </div>
        {url ? (
          <Button asChild variant="outline" size="sm">
            <a href={url} target="_blank" rel="noreferrer">
              Open in Grafana <ExternalLinkIcon aria-hidden="true" />
            </a>
          </Button>
        ) : (
          <p className="text-xs text-muted-foreground">
            The request that created this order, from the gateway to the last notification.
          </p>
        )}
      </div>
    </Panel>
  );
}

export async function CustomerCard({ customerId }: { customerId: string }) {
  const customer = (await customersOf([customerId])).get(customerId);
  return (
    <Panel title="Customer">
      <dl className="grid gap-2 text-[13px]">
        {customer && (
          <>
            <Fact name="Name">{customer.name}</Fact>
            <Fact name="E-mail">{customer.email}</Fact>
          </>
        )}
        <Fact name="Orders">
          <AppLink
            href={`/orders?customer_id=${customerId}`}
            className="font-medium text-primary underline-offset-4 hover:underline"
          >
            Show all
          </AppLink>
        </Fact>
        <Fact name="Customer id">
          <span className="font-mono text-xs text-muted-foreground" title={customerId}>
            …{customerId.slice(-12)}
          </span>
        </Fact>
      </dl>
    </Panel>
  );
}

interface AddressCardProps {
  address: Address;
  note: string | null | undefined;
  tracking: string | null;
}

export function AddressCard({ address, note, tracking }: AddressCardProps) {
  const { name, line1, line2, postal_code, city, country } = address;
  return (
    <Panel title="Shipping">
      <address className="text-[13px] not-italic leading-relaxed">
        <span className="font-medium">{name}</span>
        <br />
        {line1}
        {line2 && (
          <>
            <br />
            {line2}
          </>
        )}
        <br />
        {postal_code} {city}
        <br />
        {countryName(country)}
      </address>
      {(tracking || note) && (
        <dl className="mt-3 grid gap-2 border-t pt-3 text-[13px]">
          {tracking && (
            <Fact name="Tracking">
              <span className="font-mono text-xs">{tracking}</span>
            </Fact>
          )}
          {note && <Fact name="Note">{note}</Fact>}
        </dl>
      )}
    </Panel>
  );
}
