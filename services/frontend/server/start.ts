/**
 * Starts the standalone server: configuration is checked before Next.js loads, the console is captured, and the
 * house's names of address and port are translated into those that Next.js reads.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { ConfigError, config, masked } from './config.ts';
import { captureConsole } from './console.ts';
import { log } from './log.ts';

function fail(msg: string): never {
  const line = { ts: new Date().toISOString(), level: 'error', service: 'frontend', msg };
  process.stderr.write(`${JSON.stringify(line)}\n`);
  process.exit(1);
}

function settings() {
  try {
    return config();
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message);
    throw error;
  }
}

// Pages are short-lived garbage: a small young generation keeps the peak, and with it the resident memory, low.
setFlagsFromString('--semi-space-growth-factor=1');

const { bindAddress, httpPort } = settings();
process.env.HOSTNAME = bindAddress;
process.env.PORT = String(httpPort);
process.env.NEXT_TELEMETRY_DISABLED = '1';
// `instrumentation.ts` stops the server itself, so that the last spans are still sent.
process.env.NEXT_MANUAL_SIG_HANDLE = '1';

const server = join(import.meta.dirname, '..', 'server.js');
if (!existsSync(server))
  fail('server.js is missing beside server/: run `npm run build` and start .next/standalone/server/start.js');

captureConsole();
log.info('frontend is starting', masked(config()));
await import(pathToFileURL(server).href);
