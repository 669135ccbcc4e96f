// What a run is told, all of it by environment variables: the same script serves scripts/generate-load.sh, the
// compose profile `load` and k6 itself.

/** The gateway, without a slash at the end. */
export const gateway = (__ENV.GATEWAY_URL || 'http://127.0.0.1').replace(/\/+$/, '');

/** The password of the lab's accounts. */
export const password = __ENV.LAB_PASSWORD || 'observe-me-1';

/** The name of the profile; profiles.js knows which there are. */
export const profileName = __ENV.PROFILE || 'steady';

/** What tells the series of this run from those of others: k6 reads options once, so a run has one. */
export const testId = __ENV.TESTID || `${profileName}-${now()}`;

/** How many times the profile's own arrival rate. */
export const rate = positive('RATE', __ENV.RATE || '1');

/** How long the load lasts, in seconds; undefined leaves it to the profile. */
export const duration = __ENV.DURATION ? seconds('DURATION', __ENV.DURATION) : undefined;

/** The time in UTC, such as 20261127T081500Z. */
function now() {
  return new Date().toISOString().replace(/[-:]|\.\d+/g, '');
}

function positive(name, value) {
  const number = Number(value);
  if (!(number > 0) || number > 100) {
    throw new Error(`${name} is "${value}": it must be a number above 0 and at most 100`);
  }
  return number;
}

function seconds(name, value) {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value);
  const [, h, m, s] = (parts || []).map((part) => Number(part || 0));
  const total = parts ? h * 3600 + m * 60 + s : 0;
  if (total === 0) {
    throw new Error(`${name} is "${value}": it must be a time such as 90s, 5m or 1h30m`);
  }
  return total;
}
