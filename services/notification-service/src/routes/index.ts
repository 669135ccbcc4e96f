import type { Context } from '../context.js';
import { listDeadLetters, replayDeadLetter, replayDeadLetters } from './dead-letters.js';
import { getNotification } from './get-notification.js';
import { health } from './health.js';
import { listNotifications } from './list-notifications.js';
import { metricsRoute } from './metrics.js';
import { openapi } from './openapi.js';
import { getPreferences, putPreferences } from './preferences.js';
import { ready } from './ready.js';
import { retryNotification } from './retry-notification.js';
import type { Route } from './route.js';
import { sendNotification } from './send-notification.js';
import { websocket } from './websocket.js';

/** Everything that the service answers. A fixed path stands before the template that would match it, too. */
export function routes(context: Context): Route[] {
  return [
    health(),
    ready(context),
    metricsRoute(context),
    openapi(),
    sendNotification(context),
    listNotifications(context),
    listDeadLetters(context),
    replayDeadLetters(context),
    replayDeadLetter(context),
    getPreferences(context),
    putPreferences(context),
    getNotification(context),
    retryNotification(context),
    websocket(context),
  ];
}
