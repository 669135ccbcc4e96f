import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orderEvent, publish } from './support/events.js';
import { asOperator, type Running, startService, waitFor } from './support/running.js';

let running: Running;
beforeAll(async () => {
  running = await startService({ EVENTS_MAX_ATTEMPTS: '3' });
  await running.untilReady();
});
afterAll(() => running.stop());
beforeEach(() => {
  running.inbox.trouble.mail = undefined;
  running.inbox.trouble.sms = undefined;
});

const mailsTo = (address: string) => running.inbox.mails.filter(({ to }) => to[0] === address);
const rowsOf = async (eventId: string) =>
  (await running.sql.query('SELECT * FROM notifications WHERE event_id = $1 ORDER BY channel', [eventId]))
    .rows;
const ready = async (queue: string) => (await running.broker.channel.checkQueue(queue)).messageCount;

describe('a confirmed order', () => {
  it('becomes one mail and one text message', async () => {
    const event = orderEvent('order.confirmed', { email: 'one@oms.example', phone: '+447700900001' });
    await publish(running.broker, 'order.confirmed', event);
    const mail = await waitFor(() => mailsTo('one@oms.example')[0]);
    const sms = await waitFor(() => running.inbox.texts.find(({ body }) => body.to === '+447700900001'));

    expect(mail.headers.get('x-oms-event-id')).toBe(event.id);
    expect(mail.source).toContain('text/html');
    expect(mail.source).toContain('text/plain');
    expect(sms.body.text).toContain('ORD-2026-000123');
    expect(sms.body.labels).toEqual({
      customer_email: 'one@oms.example',
      order_number: 'ORD-2026-000123',
      event_id: event.id,
    });

    const rows = await waitFor(async () => {
      const stored = await rowsOf(event.id);
      return stored.every(({ status }) => status === 'sent') && stored;
    });
    expect(rows.map(({ channel, attempts }) => [channel, attempts])).toEqual([
      ['email', 1],
      ['sms', 1],
    ]);
    expect(mail.headers.get('message-id')).toBe(`<${event.id}.email@notification-service.oms.example>`);
    expect(sms.headers['idempotency-key']).toBe(`${event.id}.sms`);
  });

  it('is measured from its own time until it was sent', async () => {
    const under = (channel: string, le: string) =>
      running.metric(
        new RegExp(
          `^notification_delivery_duration_seconds_bucket\\{le="${le}",channel="${channel}"\\} (\\d+)`,
          'm',
        ),
      );
    const counts = async () => [
      await under('email', '10'),
      await under('email', '30'),
      await under('sms', '10'),
      await under('sms', '30'),
    ];
    const before = await counts();
    const event = orderEvent('order.confirmed', { email: 'late@oms.example', phone: '+447700900004' });
    event.time = new Date(Date.now() - 12_000).toISOString();
    await publish(running.broker, 'order.confirmed', event);
    await waitFor(async () => {
      const rows = await rowsOf(event.id);
      return rows.length === 2 && rows.every(({ status }) => status === 'sent');
    });
    const [mails10 = 0, mails30 = 0, texts10 = 0, texts30 = 0] = before;
    expect(await counts()).toEqual([mails10, mails30 + 1, texts10, texts30 + 1]);
  });

  it('delivered a hundred times at once to two instances is one mail and one text message', async () => {
    const second = await running.another();
    try {
      const consumers = async () =>
        (await running.broker.channel.checkQueue(running.broker.queue)).consumerCount;
      await waitFor(async () => (await consumers()) === 2);
      const event = orderEvent('order.confirmed', { email: 'hundred@oms.example', phone: '+447700900100' });
      const count = (outcome: string) =>
        running.metric(
          new RegExp(
            `messaging_process_duration_seconds_count\\{.*:order\\.confirmed",outcome="${outcome}"\\} (\\d+)`,
          ),
        );
      const processed = await count('processed');
      await Promise.all(Array.from({ length: 100 }, () => publish(running.broker, 'order.confirmed', event)));
      // Both instances live in this process and count together.
      await waitFor(async () => (await count('duplicate')) === 99);
      expect(await count('processed')).toBe(processed + 1);
      await waitFor(async () => (await rowsOf(event.id)).every(({ status }) => status === 'sent'));
      await waitFor(async () => (await running.metric(/^notification_queue_size (\d+)/m)) === 0);

      expect(await rowsOf(event.id)).toHaveLength(2);
      expect(mailsTo('hundred@oms.example')).toHaveLength(1);
      expect(running.inbox.texts.filter(({ body }) => body.to === '+447700900100')).toHaveLength(1);
    } finally {
      await second.stop();
    }
  });
});

describe('a mail server in trouble', () => {
  it('delays mails, but neither loses nor doubles them', async () => {
    running.inbox.trouble.mail = 451;
    const event = orderEvent('order.confirmed', { email: 'patient@oms.example', phone: '+447700900002' });
    await publish(running.broker, 'order.confirmed', event);

    const failed = await waitFor(async () =>
      (await rowsOf(event.id)).find(({ status, attempts }) => status === 'failed' && attempts >= 3),
    );
    expect(failed.last_error).toContain('451');
    expect(failed.next_attempt_at).not.toBeNull();
    await waitFor(async () => (await running.metric(/^notification_queue_size (\d+)/m)) === 1);
    expect(
      await running.metric(/^notifications_sent_total\{channel="email",status="failed"\} (\d+)/m),
    ).toBeGreaterThanOrEqual(3);
    // The other channel does not wait for it.
    await waitFor(() => running.inbox.texts.some(({ body }) => body.to === '+447700900002'));

    running.inbox.trouble.mail = undefined;
    await waitFor(() => mailsTo('patient@oms.example').length > 0);
    await waitFor(async () => (await rowsOf(event.id)).every(({ status }) => status === 'sent'));
    expect(mailsTo('patient@oms.example')).toHaveLength(1);
    // The job counts an item when its run ends, after the row says sent.
    await waitFor(
      async () => (await running.metric(/^job_items_total\{job_name="notification_retry"\} (\d+)/m)) >= 3,
    );
  });

  it('is the same for text messages', async () => {
    running.inbox.trouble.sms = 503;
    const event = orderEvent('order.confirmed', { email: 'sms@oms.example', phone: '+447700900003' });
    await publish(running.broker, 'order.confirmed', event);
    await waitFor(async () =>
      (await rowsOf(event.id)).some(({ channel, attempts }) => channel === 'sms' && attempts >= 2),
    );
    running.inbox.trouble.sms = undefined;
    await waitFor(() => running.inbox.texts.some(({ body }) => body.to === '+447700900003'));
  });
});

describe('a process that died', () => {
  it('in the middle of sending leaves a claim that runs out', async () => {
    const event = orderEvent('order.processing');
    await publish(running.broker, 'order.processing', event);
    const recorded = () =>
      running.sql.query('SELECT 1 FROM processed_events WHERE event_id = $1', [event.id]);
    await waitFor(async () => (await recorded()).rowCount === 1);
    await running.sql.query(
      `INSERT INTO notifications (id, event_id, channel, recipient, subject, text, status, attempts, next_attempt_at)
       VALUES (gen_random_uuid(), $1, 'email', 'orphan@oms.example', 's', 't', 'sending', 1, now() - interval '1 second')`,
      [event.id],
    );
    const mail = await waitFor(() => mailsTo('orphan@oms.example')[0]);
    // Under the Message-ID that the first attempt had, by which a mail system recognises the second.
    expect(mail.headers.get('message-id')).toContain(`${event.id}.email@`);
    await waitFor(async () => (await rowsOf(event.id))[0]?.status === 'sent');
  });
});

describe('a message that cannot be handled', () => {
  it.each([
    ['is no JSON', 'order.confirmed', '{"specversion":'],
    ['has no order', 'order.cancelled', { ...orderEvent(), data: {} }],
  ])('because it %s goes to the dead letters, and the next is handled', async (_why, routingKey, body) => {
    const before = await ready(running.broker.dead);
    await publish(running.broker, routingKey, body);
    await waitFor(async () => (await ready(running.broker.dead)) === before + 1);
    const dead = await running.broker.channel.get(running.broker.dead, { noAck: true });
    if (!dead) throw new Error('the dead letter is gone');
    expect(dead.properties.headers).toMatchObject({ 'x-attempt': 1, 'x-routing-key': routingKey });
    expect(dead.properties.headers?.['x-error']).toBeTruthy();

    const next = orderEvent('order.cancelled', { email: `after-${before}-${routingKey}@oms.example` });
    await publish(running.broker, 'order.cancelled', next);
    await waitFor(() => mailsTo(`after-${before}-${routingKey}@oms.example`).length === 1);
  });

  it('for another reason is tried again, with pauses, before it goes there', async () => {
    // A constraint that only this order breaks stands for a fault that lasts.
    const event = orderEvent('order.rejected', { email: 'constraint@oms.example' });
    await running.sql.query(
      `ALTER TABLE notifications ADD CONSTRAINT faulty CHECK (recipient <> 'constraint@oms.example')`,
    );
    await publish(running.broker, 'order.rejected', event);
    await waitFor(async () => (await ready(running.broker.dead)) === 1);
    const dead = await running.broker.channel.get(running.broker.dead, { noAck: true });
    if (!dead) throw new Error('the dead letter is gone');
    expect(dead.properties).toMatchObject({
      messageId: event.id,
      headers: { 'x-attempt': 3, 'x-routing-key': 'order.rejected' },
    });
    expect(JSON.parse(dead.content.toString())).toEqual(event);
    expect(await rowsOf(event.id)).toEqual([]);

    // Put back by hand after the fault is mended, it is handled as if nothing had been.
    await running.sql.query('ALTER TABLE notifications DROP CONSTRAINT faulty');
    await publish(running.broker, 'order.rejected', event);
    await waitFor(() => mailsTo('constraint@oms.example').length === 1);
  });
});

describe('the broker', () => {
  it('may take the queue away: the consumer sets it up again', async () => {
    await running.broker.channel.deleteQueue(running.broker.queue);
    const probe = orderEvent('order.cancelled', { email: 'again@oms.example' });
    await waitFor(async () => {
      await publish(running.broker, 'order.cancelled', probe);
      return mailsTo('again@oms.example').length > 0;
    });
    expect(mailsTo('again@oms.example')).toHaveLength(1);
    expect(
      (await running.get('/api/v1/notifications?recipient=again@oms.example', asOperator)).body.items,
    ).toHaveLength(1);
  });
});
