import { type Authenticate, createAuthenticator } from './auth.js';
import type { Config } from './config.js';
import { Consumer } from './consumer.js';
import { Database } from './db/database.js';
import { Delivery } from './delivery.js';
import { createHandler } from './handler.js';
import { Live } from './live.js';
import type { Logger } from './logs.js';
import { createMailer } from './mailer.js';
import type { Channel } from './service.js';
import { createSmsSender } from './sms.js';

/** The parts of the running service, put together; nothing has been started yet. */
export interface Context {
  config: Config;
  log: Logger;
  database: Database;
  authenticate: Authenticate;
  live: Live;
  deliveries: Record<Channel, Delivery>;
  consumer: Consumer;
  state: { migrated: boolean };
}

export function createContext(config: Config, log: Logger): Context {
  const database = new Database(config, log);
  const authenticate = createAuthenticator(config.JWKS_URL);
  const live = new Live(authenticate, log);
  const deliveries = {
    email: new Delivery(config, database, log, 'email', createMailer(config)),
    sms: new Delivery(config, database, log, 'sms', createSmsSender(config)),
  };
  const wake = () => {
    for (const delivery of Object.values(deliveries)) delivery.wake();
  };
  const consumer = new Consumer(config, createHandler(database, live, wake, log), log);
  return { config, log, database, authenticate, live, deliveries, consumer, state: { migrated: false } };
}
