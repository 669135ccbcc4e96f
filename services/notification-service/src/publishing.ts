import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ConfirmChannel, Message } from 'amqplib';
import { errorText } from './logs.js';
import { metrics } from './metrics.js';

/**
 * Puts a copy of a message into a queue and returns when the broker has confirmed it. The copy keeps
 * the trace of its producer; the span tells who moved it. The queue must exist: the default exchange
 * swallows messages to one that is gone.
 */
export async function moveTo(
  channel: ConfirmChannel,
  queue: string,
  message: Message,
  headers: Record<string, unknown>,
): Promise<void> {
  const { messageId, contentType, type, appId, timestamp } = message.properties;
  const span = trace.getTracer('publishing').startSpan(`send ${queue}`, {
    kind: SpanKind.PRODUCER,
    attributes: {
      'messaging.system': 'rabbitmq',
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'send',
      'messaging.destination.name': queue,
      'messaging.message.id': String(messageId ?? ''),
    },
  });
  let outcome = 'success';
  try {
    const options = { messageId, contentType, type, appId, timestamp, headers, persistent: true };
    await new Promise<void>((resolve, reject) => {
      const confirmed = (failure: unknown) => (failure ? reject(failure) : resolve());
      channel.sendToQueue(queue, message.content, options, confirmed);
    });
  } catch (error) {
    outcome = 'error';
    span.setStatus({ code: SpanStatusCode.ERROR, message: errorText(error) });
    throw error;
  } finally {
    metrics.messagesSent.inc({ messaging_destination_name: queue, outcome });
    span.end();
  }
}
