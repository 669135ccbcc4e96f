import { readdirSync, readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { Amount, OrderEvent } from '../events.js';
import type { Template } from '../service.js';

type Part = 'subject' | 'text' | 'html' | 'sms';

const folder = new URL('./', import.meta.url);
const engine = Handlebars.create();
const compiled = new Map<string, HandlebarsTemplateDelegate>();

// Plain text must not be escaped for HTML; a partial inherits the setting of its own compilation.
for (const file of readdirSync(folder).filter((name) => name.endsWith('.hbs'))) {
  const name = file.slice(0, -'.hbs'.length);
  const source = readFileSync(new URL(file, folder), 'utf8');
  const template = engine.compile(source, { noEscape: !name.endsWith('.html'), strict: false });
  engine.registerPartial(name, template);
  compiled.set(name, template);
}

/** What the customer reads in place of a reason code. */
const reasons: Record<string, string> = {
  out_of_stock: 'at least one item is out of stock',
  payment_declined: 'the payment was declined',
};

/** `129900 EUR` in minor units becomes `€1,299.00`; the number of decimals is that of the currency. */
export function formatAmount({ amount_minor, currency }: Amount): string {
  const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency });
  return format.format(amount_minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function model({ data }: OrderEvent) {
  const amount = (value: Amount | null | undefined) => (value ? formatAmount(value) : '');
  const address = data.shipping_address;
  return {
    number: data.number,
    name: data.customer.name ?? 'customer',
    reason: reasons[data.status_reason ?? ''] ?? 'it could not be processed',
    total: amount(data.total),
    items: data.items.map((item) => ({
      sku: item.sku,
      name: item.name ?? item.sku,
      quantity: item.quantity,
      line_total: amount(item.line_total),
    })),
    sums: [
      { label: 'Subtotal', amount: amount(data.subtotal), final: false },
      { label: 'Tax', amount: amount(data.tax), final: false },
      { label: 'Shipping', amount: amount(data.shipping), final: false },
      { label: 'Total', amount: amount(data.total), final: true },
    ].filter((sum) => sum.amount !== ''),
    address: address && [
      address.name,
      address.line1,
      ...(address.line2 ? [address.line2] : []),
      `${address.postal_code} ${address.city}`,
      address.country,
    ],
  };
}

function render(template: Template, part: Part, values: object): string {
  const write = compiled.get(`${template}.${part}`);
  if (!write) throw new Error(`There is no template ${template}.${part}`);
  return write(values).trim();
}

/** The mail of an event in both forms. */
export function renderMail(
  template: Template,
  event: OrderEvent,
): { subject: string; text: string; html: string } {
  const values = model(event);
  const subject = render(template, 'subject', values);
  return {
    subject,
    text: render(template, 'text', values),
    html: render(template, 'html', { ...values, subject }),
  };
}

export function renderSms(template: Template, event: OrderEvent): string {
  return render(template, 'sms', model(event));
}
