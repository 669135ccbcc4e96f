import { z } from 'zod';

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be an integer between ${min} and ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be an integer between ${min} and ${max}`);

const url = (...protocols: string[]) =>
  z.string().refine(
    (value) => {
      const parsed = URL.parse(value);
      return parsed !== null && protocols.includes(parsed.protocol);
    },
    `must be a URL (${protocols.map((p) => `${p}//…`).join(' or ')})`,
  );

const number = String.raw`\d{1,7}(\.\d{1,3})?`;

/** A duration: a plain number of seconds, decimals allowed. */
const seconds = (min: number, max: number) =>
  z
    .string()
    .regex(new RegExp(`^${number}$`), `must be a number of seconds between ${min} and ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a number of seconds between ${min} and ${max}`);

const secondsList = z
  .string()
  .regex(new RegExp(`^${number}(,${number})*$`), 'must be a comma-separated list of seconds')
  .transform((value) => value.split(',').map(Number));

/** Every variable of the service with its check and default; the README's table says what each means. */
const Environment = z.object({
  BIND_ADDRESS: z.string().default('127.0.0.1'),
  HTTP_PORT: integer(1, 65535).default(8005),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  DB_HOST: z.string('is not set'),
  DB_PORT: integer(1, 65535).default(5432),
  DB_NAME: z.string().default('notification_service'),
  DB_USER: z.string().default('notification_service'),
  DB_PASSWORD: z.string('is not set'),
  DB_POOL_MAX: integer(1, 1000).default(10),
  RABBITMQ_URL: url('amqp:', 'amqps:'),
  JWKS_URL: url('http:', 'https:'),
  SMTP_HOST: z.string('is not set'),
  SMTP_PORT: integer(1, 65535),
  SMS_URL: url('http:', 'https:'),
  MAIL_FROM: z.string().default('OMS <orders@oms.example>'),
  SMS_FROM: z.string().default('OMS'),
  OPERATIONS_EMAIL: z
    .string()
    .regex(/^[^@\s]+@[^@\s]+$/, 'must be an e-mail address')
    .default('operations@oms.example'),
  GATEWAY_URL: url('http:', 'https:').optional(),
  OTEL_SERVICE_NAME: z.string().default('notification-service'),
  EVENTS_EXCHANGE: z.string().default('oms.events'),
  EVENTS_QUEUE: z.string().default('notification-service.events'),
  EVENTS_PREFETCH: integer(1, 1000).default(20),
  EVENTS_MAX_ATTEMPTS: integer(1, 100).default(5),
  EVENTS_RETRY_DELAYS_SECONDS: secondsList.default([1, 5, 15]),
  NOTIFICATION_RETRY_INTERVAL_SECONDS: seconds(0.01, 600).default(1),
  NOTIFICATION_RETRY_BASE_SECONDS: seconds(0.01, 600).default(1),
  NOTIFICATION_RETRY_MAX_SECONDS: seconds(0.01, 86_400).default(30),
  NOTIFICATION_MAX_ATTEMPTS: integer(1, 10_000).default(100),
  QUEUE_WATCH_INTERVAL_SECONDS: seconds(0.05, 600).default(5),
  LIVE_FEED_INTERVAL_SECONDS: seconds(0.05, 600).default(5),
  RETENTION_INTERVAL_SECONDS: seconds(0.05, 86_400).default(600),
  LIVE_EVENTS_RETENTION_SECONDS: seconds(1, 9_999_999).default(24 * 3600),
  PROCESSED_EVENTS_RETENTION_SECONDS: seconds(1, 9_999_999).default(30 * 24 * 3600),
  IDEMPOTENCY_KEYS_RETENTION_SECONDS: seconds(1, 9_999_999).default(48 * 3600),
});

/** The effective configuration, under the names of the environment variables. */
export type Config = z.infer<typeof Environment>;

/** A variable is missing or malformed; the message names it. */
export class ConfigError extends Error {}

/** Reads and checks the environment. An empty variable counts as one that is not set. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  throw new ConfigError(`${name} ${given[name] === undefined ? 'is not set' : issue?.message}`);
}

/** The configuration as it may be logged: passwords replaced, also those inside URLs. */
export function maskSecrets(config: Config): Record<string, unknown> {
  const mask = (name: string, value: unknown) => {
    if (/PASSWORD|SECRET/.test(name)) return '****';
    if (typeof value !== 'string' || !name.endsWith('_URL')) return value;
    return value.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1:****@');
  };
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name.toLowerCase(), mask(name, value)]),
  );
}

/** As readConfig, but ends the process with one line on standard error that names the variable. */
export function readConfigOrExit(env: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const service = env.OTEL_SERVICE_NAME || 'notification-service';
    const line = { ts: new Date().toISOString(), level: 'error', service, msg: error.message };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    process.exit(1);
  }
}
