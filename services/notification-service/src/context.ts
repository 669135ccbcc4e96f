import { type Authenticate, createAuthenticator } from './auth.js';
import { Broker } from './broker.js';
import type { Config } from './config.js';
import { Consumer } from './consumer.js';
import { Database } from './db/database.js';
import { DeadLetters } from './dead-letters.js';
import { Delivery } from './delivery.js';
import { Feed } from './feed.js';
import { createHandler, type Wake } from './handler.js';
import { Instances } from './instances.js';
import { Live } from './live.js';
import type { Logger } from './logs.js';
import { createMailer } from './mailer.js';
import type { Channel } from './service.js';
import { createSmsSender } from './sms.js';
import { topologyOf } from './topology.js';

/** The parts of the running service, put together; nothing has been started yet. */
export interface Context {
  config: Config;
  log: Logger;
  database: Database;
  authenticate: Authenticate;
  broker: Broker;
  consumer: Consumer;
  instances: Instances;
  deadLetters: DeadLetters;
  deliveries: Record<Channel, Delivery>;
  feed: Feed;
  live: Live;
  state: { migrated: boolean };
}

export function createContext(config: Config, log: Logger): Context {
  const topology = topologyOf(config);
  const database = new Database(config, log);
  const authenticate = createAuthenticator(config.JWKS_URL);
  const broker = new Broker(config, log);

  const instances = new Instances(
    topology,
    (signal) => {
      if (signal.kind === 'placed') feed.wake();
      else live.switch(signal.user_id, signal.live);
    },
    () => {
      feed.wake();
      live.refresh();
    },
  );
  const feed = new Feed(database, () => instances.tell({ kind: 'placed' }), log);
  const live = new Live(authenticate, database, feed, log);

  const deliveries = {
    email: new Delivery(config, database, log, 'email', createMailer(config)),
    sms: new Delivery(config, database, log, 'sms', createSmsSender(config)),
  };
  const wake: Wake = {
    deliveries: () => {
      for (const delivery of Object.values(deliveries)) delivery.wake();
    },
    feed: () => feed.wake(),
  };
  const consumer = new Consumer(config, topology, createHandler(config, database, wake, log), log);
  const deadLetters = new DeadLetters(broker, topology);
  return {
    config,
    log,
    database,
    authenticate,
    broker,
    consumer,
    instances,
    deadLetters,
    deliveries,
    feed,
    live,
    state: { migrated: false },
  };
}
