import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { createTransport } from 'nodemailer';
import type { Config } from './config.js';
import { claimSeconds } from './db/notifications.js';
import type { Notification } from './db/schema.js';
import { errorText } from './logs.js';
import { metrics, observe, secondsSince } from './metrics.js';
import { deliveryKey } from './service.js';

/** The receiver will never take it: trying again would only annoy. */
export class PermanentFailure extends Error {}

export type Send = (notification: Notification) => Promise<void>;

/**
 * The most that an attempt takes, however slowly the server answers each command. Ten seconds of the
 * claim remain for the database: to answer it, and to write down how the attempt ended.
 */
const attemptSeconds = claimSeconds - 10;

/**
 * Hands mails to the SMTP server, one connection each: in the lab the server is near, and a broken
 * connection then never concerns a second mail.
 */
export function createMailer(config: Config, limitSeconds = attemptSeconds): Send {
  const transport = createTransport({
    host: config.SMTP_HOST,
    port: config.SMTP_PORT,
    secure: config.SMTP_PORT === 465,
    connectionTimeout: 3000,
    greetingTimeout: 3000,
    socketTimeout: 8000,
    dnsTimeout: 3000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const tracer = trace.getTracer('mailer');

  return (notification) =>
    tracer.startActiveSpan(
      'SMTP send',
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'server.address': config.SMTP_HOST,
          'server.port': config.SMTP_PORT,
          'network.protocol.name': 'smtp',
          'oms.notification.id': notification.id,
          ...(notification.order_id ? { 'oms.order.id': notification.order_id } : {}),
        },
      },
      async (span) => {
        const start = performance.now();
        const limit = AbortSignal.timeout(limitSeconds * 1000);
        try {
          await transport.sendMail({ ...message(config, notification), signal: limit });
        } catch (thrown) {
          const error = limit.aborted ? tooSlow(limitSeconds, thrown) : thrown;
          const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
          span.setAttribute('error.type', code);
          span.setStatus({ code: SpanStatusCode.ERROR, message: errorText(error) });
          throw isRefusedRecipient(error) ? new PermanentFailure(errorText(error), { cause: error }) : error;
        } finally {
          observe(metrics.emailSendDuration, {}, secondsSince(start), span);
          span.end();
        }
      },
    );
}

function message(config: Config, notification: Notification) {
  const headers: Record<string, string> = { 'X-OMS-Notification-Id': notification.id };
  if (notification.event_id) headers['X-OMS-Event-Id'] = notification.event_id;
  propagation.inject(context.active(), headers);
  return {
    from: config.MAIL_FROM,
    to: notification.recipient,
    subject: notification.subject ?? '',
    text: notification.text,
    html: notification.html ?? undefined,
    // The same at every attempt, so that a mail system can recognise a repeated delivery.
    messageId: `<${deliveryKey(notification)}@notification-service.oms.example>`,
    date: notification.created_at,
    headers,
  };
}

/** The mailer only says that it was aborted. */
function tooSlow(limitSeconds: number, cause: unknown): Error {
  const reason = `the mail server took more than ${limitSeconds} s`;
  return Object.assign(new Error(reason, { cause }), { code: 'ETIMEDOUT' });
}

/** 5xx in answer to RCPT TO: there is no such mailbox. Other 5xx are the server's own trouble. */
function isRefusedRecipient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { command, responseCode } = error as Error & { command?: string; responseCode?: number };
  return command === 'RCPT TO' && (responseCode ?? 0) >= 500;
}
