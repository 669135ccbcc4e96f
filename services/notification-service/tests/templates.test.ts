import { describe, expect, it } from 'vitest';
import { parseEvent } from '../src/events.js';
import { type Language, languages, type Template } from '../src/service.js';
import { formatAmount, formatCountry } from '../src/templates/format.js';
import { renderMail, renderSms } from '../src/templates/render.js';
import { lowStock, orderEvent, registered } from './support/events.js';

const parse = (document: object) =>
  parseEvent(Buffer.from(JSON.stringify({ ...document, time: '2026-11-22T20:36:00.123Z' })));
const mailOf = (template: Template, language: Language, document: object, shop?: string) =>
  renderMail(template, language, parse(document), shop);

const orderTemplates = ['confirmed', 'rejected', 'shipped', 'delivered', 'cancelled', 'refunded'] as const;
const everyMail = languages.flatMap((language) => [
  ...orderTemplates.map((status) => ({
    language,
    template: `order-${status}` as Template,
    event: orderEvent(`order.${status}`),
  })),
  { language, template: 'user-registered' as Template, event: registered() },
  { language, template: 'inventory-low-stock' as Template, event: lowStock() },
]);

describe('every mail', () => {
  it.each(everyMail)('$template in $language is whole', ({ language, template, event }) => {
    const shop = 'http://shop.example:8080';
    const { subject, text, html } = mailOf(template, language, event, shop);
    if (template.startsWith('order-'))
      for (const part of [subject, text, html]) expect(part).toContain('ORD-2026-000123');
    for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\{|undefined|null|NaN|\[object/);
    expect(subject).not.toContain('\n');
    expect(text).not.toMatch(/&[a-z#0-9]+;|<\w/);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(shop);
    // What mail clients do not show, or show only after asking.
    expect(html).not.toMatch(/<img|<script|<style|<link|url\(/);
    expect(html).toMatch(/<div style="display:none;[^"]*">[^<]{20,}<\/div>/);
    expect(mailOf(template, language, event).html).not.toContain('href=');
  });
});

describe('texts', () => {
  it('show amounts in their currency, as the language writes them', () => {
    expect(formatAmount({ amount_minor: 129900, currency: 'EUR' }, 'en')).toBe('€1,299.00');
    expect(formatAmount({ amount_minor: 129900, currency: 'EUR' }, 'de')).toBe('1.299,00\u00a0€');
    expect(formatAmount({ amount_minor: 1299, currency: 'JPY' }, 'en')).toContain('1,299');
  });

  it('name countries, also odd ones', () => {
    expect(formatCountry('DE', 'en')).toBe('Germany');
    expect(formatCountry('DE', 'de')).toBe('Deutschland');
    expect(formatCountry('Elbonia', 'de')).toBe('Elbonia');
  });

  it('confirm an order in text and HTML', () => {
    const mail = mailOf('order-confirmed', 'en', orderEvent());
    expect(mail.subject).toBe('Your order ORD-2026-000123 is confirmed');
    expect(mail.text).toContain('of 22 November 2026');
    expect(mail.text).toContain('2 x Laptop "Analyst" 14" (LAP-1001)  €2,598.00');
    expect(mail.text).toContain('Shipping: free');
    expect(mail.text).toContain('Total: €3,091.62');
    expect(mail.text).toContain('SW1Y 4JH London');
    expect(mail.text).toContain('United Kingdom');
    expect(mail.html).toContain('Laptop &quot;Analyst&quot; 14&quot;');
    expect(mail.html).toContain('<title>Your order ORD-2026-000123 is confirmed</title>');
  });

  it('confirm an order in German', () => {
    const mail = mailOf('order-confirmed', 'de', orderEvent());
    expect(mail.subject).toBe('Ihre Bestellung ORD-2026-000123 ist bestätigt');
    expect(mail.text).toContain('vom 22. November 2026');
    expect(mail.text).toContain('Gesamtsumme: 3.091,62 €');
    expect(mail.text).toContain('Vereinigtes Königreich');
    expect(mail.html).toContain('3.091,62\u00a0€');
  });

  it('escape what customers typed, in HTML only', () => {
    const mail = mailOf(
      'order-cancelled',
      'en',
      orderEvent('order.cancelled', { name: '<script>x</script>' }),
    );
    expect(mail.html).not.toContain('<script>');
    expect(mail.html).toContain('&lt;script&gt;');
    expect(mail.text).toContain('Hello <script>x</script>,');
  });

  it('greet also who has no name', () => {
    const event = orderEvent('order.cancelled', { name: null });
    expect(mailOf('order-cancelled', 'en', event).text).toMatch(/^Hello,\n/);
    expect(mailOf('order-cancelled', 'de', event).text).toMatch(/^Guten Tag,\n/);
  });

  it('give the reason of a rejection in words', () => {
    const event = orderEvent('order.rejected');
    expect(mailOf('order-rejected', 'en', event).text).toContain('out of stock');
    expect(mailOf('order-rejected', 'de', event).text).toContain('nicht mehr vorrätig');
    const odd = { ...event, data: { ...event.data, status_reason: 'never_heard_of' } };
    expect(mailOf('order-rejected', 'en', odd).text).toContain('could not be processed');
  });

  it('name the tracking number, the refund, the account, and the stock', () => {
    expect(mailOf('order-shipped', 'en', orderEvent('order.shipped')).text).toContain(
      'Tracking number: OMS-4711-0815',
    );
    expect(mailOf('order-refunded', 'de', orderEvent('order.refunded')).text).toContain(
      'Erstattung vom 22. November 2026: 3.091,62 €',
    );
    expect(mailOf('user-registered', 'en', registered()).text).toContain('new@oms.example');
    expect(mailOf('inventory-low-stock', 'en', lowStock()).text).toContain('BER: 5');
  });

  it.each(languages)('fit a text message (%s)', (language) => {
    const event = parse(orderEvent('order.shipped'));
    for (const template of ['order-confirmed', 'order-shipped'] as const) {
      const text = renderSms(template, language, event);
      expect(text).toContain('ORD-2026-000123');
      expect(text.length).toBeLessThanOrEqual(160);
      // One character outside of the phones' own alphabet would halve what fits into a message.
      expect(text).toMatch(/^[\x20-\x7eäöüÄÖÜß€]+$/);
    }
    expect(renderSms('order-shipped', language, event)).toContain('OMS-4711-0815');
  });
});
