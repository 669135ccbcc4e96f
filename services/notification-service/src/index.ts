import { maskSecrets, readConfigOrExit } from './config.js';
import { captureProcessFaults, createLogger } from './logs.js';
import { Service } from './server.js';
import { flushTelemetry } from './telemetry.js';

const config = readConfigOrExit(process.env);
const log = createLogger(config.OTEL_SERVICE_NAME, config.LOG_LEVEL);
captureProcessFaults(log);
log.info({ config: maskSecrets(config) }, 'Starting with this configuration');
const service = await Service.start(config, log);

const stop = async (signal: NodeJS.Signals) => {
  setTimeout(() => process.exit(1), 9500).unref();
  log.info(`Stopping on ${signal}`);
  await service.stop();
  await flushTelemetry();
  log.info('Stopped');
  process.exit(0);
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
