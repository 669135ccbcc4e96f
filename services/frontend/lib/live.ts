/** What notification-service pushes through the WebSocket. */
export interface LiveEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: {
    readonly order_id: string;
    readonly number: string;
    readonly status: string;
    readonly version: number;
  };
}

/** Reads one message; undefined when it is not about an order. */
export function parseLiveEvent(message: unknown): LiveEvent | undefined {
  if (typeof message !== 'string') return undefined;
  try {
    const event = JSON.parse(message) as Partial<LiveEvent> | null;
    const known = typeof event?.type === 'string' && event.type.startsWith('order.');
    return known && typeof event.data?.order_id === 'string' ? (event as LiveEvent) : undefined;
  } catch {
    return undefined;
  }
}
