import { randomBytes } from 'node:crypto';
import { connect } from 'amqplib';
import pg from 'pg';

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`make test S=notification-service\``);
  return value;
}

/** A name that no other test run uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${randomBytes(5).toString('hex')}`;
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: required('TEST_POSTGRES_URL') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of the run's own, as DB_* variables. */
export async function createDatabase() {
  const server = new URL(required('TEST_POSTGRES_URL'));
  const name = uniqueName('notification_test');
  await asSuperuser(`CREATE DATABASE ${name}`);
  const env = {
    DB_HOST: server.hostname,
    DB_PORT: server.port || '5432',
    DB_NAME: name,
    DB_USER: decodeURIComponent(server.username),
    DB_PASSWORD: decodeURIComponent(server.password),
  };
  return { env, drop: () => asSuperuser(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** An exchange and queues of the run's own on the real broker, with a channel to publish and look. */
export async function createBroker() {
  const url = required('TEST_RABBITMQ_URL');
  const exchange = uniqueName('oms.events');
  const queue = uniqueName('notification-service.events');
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange(exchange, 'topic', { durable: true });
  const retryDelays = [0.05, 0.1];
  const env = {
    RABBITMQ_URL: url,
    EVENTS_EXCHANGE: exchange,
    EVENTS_QUEUE: queue,
    EVENTS_RETRY_DELAYS_SECONDS: retryDelays.join(','),
  };
  const queues = [queue, `${queue}.dead`, ...retryDelays.map((delay) => `${queue}.retry.${delay * 1000}ms`)];
  const drop = async () => {
    for (const name of queues) await channel.deleteQueue(name);
    await channel.deleteExchange(exchange);
    await connection.close();
  };
  return { env, exchange, queue, dead: `${queue}.dead`, channel, drop };
}

export type Broker = Awaited<ReturnType<typeof createBroker>>;
