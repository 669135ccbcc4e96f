// Load on the lab, by k6: what customers and operators do, through the gateway. README.md tells how to run it.

import exec from 'k6/execution';
import { browse, cancel, checkout, enterAndLeave, readOrders, readProducts, restock } from './journeys.js';
import { profile } from './profiles.js';
import { Unexpected } from './requests.js';
import { enter, tokenOf } from './sessions.js';
import { duration, gateway, profileName, rate, testId } from './settings.js';

const journeys = { browse, checkout, cancel, readOrders, signIn: enterAndLeave, restock };

const { scenario, mix, thresholds } = profile(profileName, { rate, duration });

export const options = {
  scenarios: { [profileName]: scenario },
  thresholds,
  tags: { testid: testId },
  setupTimeout: '2m',
  summaryTrendStats: ['avg', 'p(50)', 'p(95)', 'p(99)', 'max'],
  // Without url and name: each order's path would be a series of its own. `operation` stands for them.
  systemTags: ['method', 'status', 'scenario', 'check', 'expected_response', 'error_code'],
  userAgent: 'oms-load',
};

/** Every journey as often as its weight, evenly spread: a short run has some of each. */
const deck = spread(mix);

export function setup() {
  try {
    const accounts = enter();
    return { ...accounts, products: readProducts(tokenOf(accounts.operator)) };
  } catch (error) {
    exec.test.abort(error instanceof Unexpected ? `no load on ${gateway}: ${error.message}` : error);
  }
}

export default function (shop) {
  const journey = deck[exec.scenario.iterationInTest % deck.length];
  exec.vu.metrics.tags.journey = journey;
  try {
    journeys[journey](shop);
  } catch (error) {
    if (!(error instanceof Unexpected)) {
      throw error;
    }
  }
}

/** Puts names in a row so that those with a high weight are everywhere in it: always the one that is furthest behind. */
function spread(weights) {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const due = Object.fromEntries(Object.keys(weights).map((name) => [name, 0]));
  return Array.from({ length: total }, () => {
    for (const [name, weight] of Object.entries(weights)) {
      due[name] += weight / total;
    }
    const next = Object.keys(due).reduce((best, name) => (due[name] > due[best] ? name : best));
    due[next] -= 1;
    return next;
  });
}
