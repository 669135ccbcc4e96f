import type { Span } from '@opentelemetry/api';
import { notingTraces } from './exemplars.js';
import { errorText, type Logger } from './logs.js';
import { type JobName, metrics, observe, secondsSince } from './metrics.js';

export interface Job {
  /** Ends after the run that is under way. */
  stop(): Promise<void>;
}

/**
 * Runs a background job again and again, `intervalSeconds` apart, with the job metrics of the system.
 * `run` answers how many items it worked on.
 */
export function startJob(
  name: JobName,
  intervalSeconds: number,
  log: Logger,
  run: () => Promise<number>,
): Job {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();

  const once = async () => {
    const start = performance.now();
    // A run has no trace of its own, because most find nothing to do; it leads to the last that it went on in.
    const note: { span?: Span } = {};
    try {
      const items = await notingTraces(note, run);
      metrics.jobItems.inc({ job_name: name }, items);
      metrics.jobRuns.inc({ job_name: name, outcome: 'success' });
      metrics.jobLastSuccess.set({ job_name: name }, Date.now() / 1000);
    } catch (error) {
      metrics.jobRuns.inc({ job_name: name, outcome: 'error' });
      log.warn({ job_name: name, error: errorText(error) }, `The job ${name} failed`);
    }
    observe(metrics.jobDuration, { job_name: name }, secondsSince(start), note.span);
    if (!stopped) schedule(intervalSeconds);
  };
  const schedule = (seconds: number) => {
    timer = setTimeout(() => {
      current = once();
    }, seconds * 1000);
  };
  // Soon for the first time: a process that is often restarted must not put it off for ever.
  schedule(Math.min(intervalSeconds, 5));

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
