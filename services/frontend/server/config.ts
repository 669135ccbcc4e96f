/** Every variable that the frontend reads: its default, its check, and the line that names what is wrong. */

/** A variable is missing or malformed; the message names it. */
export class ConfigError extends Error {}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  readonly bindAddress: string;
  readonly httpPort: number;
  readonly logLevel: LogLevel;
  /** Where every API call goes: the gateway, never a service. No trailing slash. */
  readonly gatewayUrl: string;
  /** Where browsers open the WebSocket; undefined means `/ws` of the page's own origin. */
  readonly publicWsUrl: string | undefined;
  /** Grafana as browsers reach it; undefined hides the links. No trailing slash. */
  readonly grafanaUrl: string | undefined;
  /** Password of the lab's seed accounts, shown on the sign-in page. */
  readonly labPassword: string;
  readonly serviceName: string;
  readonly otlpEndpoint: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the whole configuration; throws {@link ConfigError} for the first fault. */
export function readConfig(env: Environment): Config {
  return {
    bindAddress: text(env, 'BIND_ADDRESS', '127.0.0.1'),
    httpPort: port(env, 'HTTP_PORT', 3000),
    logLevel: level(env, 'LOG_LEVEL', 'info'),
    gatewayUrl: url(env, 'GATEWAY_URL', ['http:', 'https:']),
    publicWsUrl: optionalUrl(env, 'PUBLIC_WS_URL', ['ws:', 'wss:']),
    grafanaUrl: optionalUrl(env, 'GRAFANA_URL', ['http:', 'https:']),
    labPassword: text(env, 'LAB_PASSWORD', 'observe-me-1'),
    serviceName: text(env, 'OTEL_SERVICE_NAME', 'frontend'),
    otlpEndpoint:
      optionalUrl(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']) ?? 'http://127.0.0.1:4318',
  };
}

let current: Config | undefined;

/** The process's configuration, read once. */
export function config(): Config {
  current ??= readConfig(process.env);
  return current;
}

/** The configuration as it may be logged. */
export function masked(settings: Config): Record<string, string | number | undefined> {
  return {
    bind_address: settings.bindAddress,
    http_port: settings.httpPort,
    log_level: settings.logLevel,
    gateway_url: settings.gatewayUrl,
    public_ws_url: settings.publicWsUrl,
    grafana_url: settings.grafanaUrl,
    lab_password: '****',
    otlp_endpoint: settings.otlpEndpoint,
  };
}

function text(env: Environment, name: string, fallback: string): string {
  return env[name]?.trim() || fallback;
}

function port(env: Environment, name: string, fallback: number): number {
  const value = env[name]?.trim();
  if (!value) return fallback;
  const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > 65535)
    throw new ConfigError(`${name} is not a port between 1 and 65535: ${value}`);
  return number;
}

function level(env: Environment, name: string, fallback: LogLevel): LogLevel {
  const value = env[name]?.trim() || fallback;
  const known = LOG_LEVELS.find((candidate) => candidate === value);
  if (!known) throw new ConfigError(`${name} is not one of ${LOG_LEVELS.join(', ')}: ${value}`);
  return known;
}

function url(env: Environment, name: string, protocols: readonly string[]): string {
  const value = optionalUrl(env, name, protocols);
  if (!value) throw new ConfigError(`${name} is not set`);
  return value;
}

function optionalUrl(env: Environment, name: string, protocols: readonly string[]): string | undefined {
  const value = env[name]?.trim();
  if (!value) return undefined;
  const parsed = URL.parse(value);
  if (!parsed || !protocols.includes(parsed.protocol)) {
    const schemes = protocols.map((protocol) => `${protocol}//`).join(' or ');
    throw new ConfigError(`${name} is not a URL that begins with ${schemes}`);
  }
  return value.replace(/\/+$/, '');
}
