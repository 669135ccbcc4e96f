// The profiles. Load is an open model: journeys begin at the profile's rate whether the ones before them have
// ended or not, as customers do not wait for each other. What cannot begin for lack of virtual users is dropped
// and counted, and a threshold fails.

import { availabilities, latencies } from './objectives.js';

/** How many journeys of a hundred are of a kind. A journey has 2.8 requests on average. */
const everyday = { browse: 50, readOrders: 20, checkout: 18, signIn: 5, cancel: 4, restock: 3 };

/** Half of it writes: where a failing part hurts. */
const busy = { browse: 36, checkout: 32, readOrders: 16, cancel: 10, signIn: 4, restock: 2 };

/** perMinute is how many journeys begin in a minute; `rate` of the settings multiplies it. */
const profiles = {
  smoke: { perMinute: 60, duration: 60, mix: everyday, vus: 10, maxVUs: 40, slack: 2, failing: 0.01, shape: constant },
  steady: { perMinute: 220, duration: 300, mix: everyday, vus: 20, maxVUs: 80, slack: 1, failing: 0.005, shape: constant },
  spike: { perMinute: 120, duration: 240, mix: everyday, vus: 60, maxVUs: 250, slack: 4, failing: 0.02, shape: peak },
  soak: { perMinute: 150, duration: 7200, mix: everyday, vus: 20, maxVUs: 80, slack: 1, failing: 0.005, shape: constant },
  // Requests may time out (10 s) by the dozen without a journey being late: that is what the virtual users are for.
  chaos: { perMinute: 180, duration: 600, mix: busy, vus: 60, maxVUs: 250, failing: 0.5, shape: constant },
};

/** How many times its own rate a spike has at its height. */
const height = 8;

/** How long a journey that has begun may take when the time is over. */
const gracefulStop = '30s';

/** What k6 runs for a profile, and the mix of its journeys. */
export function profile(name, { rate, duration }) {
  const chosen = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (!chosen) {
    throw new Error(`PROFILE is "${name}": it must be one of ${Object.keys(profiles).join(', ')}`);
  }
  const perMinute = Math.max(1, Math.round(chosen.perMinute * rate));
  const users = Math.max(1, rate);
  const scenario = {
    ...chosen.shape(perMinute, duration || chosen.duration),
    timeUnit: '1m',
    preAllocatedVUs: Math.ceil(chosen.vus * users),
    maxVUs: Math.ceil(chosen.maxVUs * users),
    gracefulStop,
  };
  return { scenario, mix: chosen.mix, thresholds: thresholds(chosen, perMinute) };
}

function constant(perMinute, duration) {
  return { executor: 'constant-arrival-rate', rate: perMinute, duration: `${duration}s` };
}

/** A quiet quarter, a steep rise, a third of the time at the height, and what the recovery looks like. */
function peak(perMinute, duration) {
  const part = (share) => `${Math.max(1, Math.round(duration * share))}s`;
  return {
    executor: 'ramping-arrival-rate',
    startRate: perMinute,
    stages: [
      { target: perMinute, duration: part(0.25) },
      { target: perMinute * height, duration: part(0.04) },
      { target: perMinute * height, duration: part(0.33) },
      { target: perMinute, duration: part(0.04) },
      { target: perMinute, duration: part(0.34) },
    ],
  };
}

function thresholds({ slack, failing, shape }, perMinute) {
  const highest = (shape === peak ? height : 1) * perMinute;
  return {
    http_req_failed: [`rate<${failing}`],
    // Per second: one journey in a hundred at most.
    dropped_iterations: [`rate<${((0.01 * highest) / 60).toFixed(4)}`],
    ...availabilities(failing),
    // With a part broken on purpose, no latency is promised.
    ...(slack ? latencies(slack) : {}),
  };
}
