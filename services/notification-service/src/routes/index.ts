import type { Context } from '../context.js';
import { getNotification } from './get-notification.js';
import { health } from './health.js';
import { listNotifications } from './list-notifications.js';
import { metricsRoute } from './metrics.js';
import { ready } from './ready.js';
import { retryNotification } from './retry-notification.js';
import type { Route } from './route.js';
import { sendNotification } from './send-notification.js';
import { websocket } from './websocket.js';

/** Everything that the service answers. */
export function routes(context: Context): Route[] {
  return [
    health(),
    ready(context),
    metricsRoute(context),
    sendNotification(context),
    listNotifications(context),
    getNotification(context),
    retryNotification(context),
    websocket(context),
  ];
}
