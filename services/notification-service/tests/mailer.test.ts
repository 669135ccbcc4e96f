import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.js';
import type { Notification } from '../src/db/schema.js';
import { createMailer } from '../src/mailer.js';

/** Greets, then answers every command with lines that never end: always there, and never done. */
const endless = createServer((socket: Socket) => {
  socket.write('220 mail.oms.example\r\n');
  const lines = setInterval(() => socket.write('250-still at it\r\n'), 20);
  socket.on('error', () => undefined);
  socket.on('close', () => clearInterval(lines));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
});
afterAll(() => endless.close());

const notification: Notification = {
  id: '0190a1b2-0000-7000-8000-000000000001',
  event_id: null,
  event_type: null,
  event_time: null,
  order_id: null,
  order_number: null,
  customer_id: null,
  customer_email: null,
  channel: 'email',
  recipient: 'slow@oms.example',
  subject: 's',
  text: 't',
  html: null,
  status: 'sending',
  attempts: 1,
  next_attempt_at: null,
  last_error: null,
  traceparent: null,
  created_at: new Date(),
  updated_at: new Date(),
  sent_at: null,
};

describe('a mail server that never comes to an end', () => {
  it('is left when the time of the attempt is over, together with its connection', async () => {
    const send = createMailer(
      readConfig({
        DB_HOST: 'db',
        DB_PASSWORD: 'secret',
        RABBITMQ_URL: 'amqp://mq/',
        JWKS_URL: 'http://users/.well-known/jwks.json',
        SMTP_HOST: '127.0.0.1',
        SMTP_PORT: String((endless.address() as AddressInfo).port),
        SMS_URL: 'http://inbox/sms',
      }),
      0.5,
    );
    const left = new Promise((resolve) =>
      endless.once('connection', (socket: Socket) => socket.on('close', resolve)),
    );
    await expect(send(notification)).rejects.toThrow('the mail server took more than 0.5 s');
    await left;
  });
});
