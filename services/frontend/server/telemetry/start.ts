/** Metrics and traces begin together and end together, after the last request. */
import { log } from '../log.ts';
import { metrics } from './metrics.ts';
import { watchRequests } from './requests.ts';
import { startTracing } from './tracing.ts';

/** Longer than any request may take, shorter than supervisors wait. */
const STOP_WITHIN_MS = 9_000;

/** Starts telemetry and, when `server/start.ts` started the process, takes over its graceful stop. */
export function startTelemetry(): void {
  metrics();
  const stopTracing = startTracing();
  const stopServing = watchRequests();
  if (!process.env.NEXT_MANUAL_SIG_HANDLE) return;

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info(`${signal} received, stopping`);
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await stopServing();
    // The collector may be gone already: what cannot be sent is not worth an exit code.
    await stopTracing().catch(() => undefined);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}
