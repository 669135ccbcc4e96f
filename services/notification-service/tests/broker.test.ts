import { EventEmitter } from 'node:events';
import type { ConfirmChannel } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { closeChannel } from '../src/broker.js';

/** A channel whose `close` ends as the test says. */
function channelThat(close: (channel: EventEmitter) => Promise<void>): ConfirmChannel {
  const channel = new EventEmitter();
  return Object.assign(channel, { close: () => close(channel) }) as unknown as ConfirmChannel;
}

describe('closing a channel', () => {
  it('ends with the answer of the broker', async () => {
    await expect(closeChannel(channelThat(async () => undefined))).resolves.toBeUndefined();
  });

  it('ends when the channel is closed already', async () => {
    const closed = channelThat(() => Promise.reject(new Error('Channel closed')));
    await expect(closeChannel(closed)).resolves.toBeUndefined();
  });

  it('ends when the connection is lost before the answer', async () => {
    const lost = channelThat((channel) => {
      queueMicrotask(() => channel.emit('close'));
      return new Promise(() => undefined);
    });
    await expect(closeChannel(lost)).resolves.toBeUndefined();
  });
});
