/**
 * Rotating refresh tokens and a page that fires several requests at once do not agree by themselves: the second
 * request would present a token that the first has used up, which user-service rightly takes for theft. So a
 * refresh token is exchanged once, and whoever else comes with it gets the same answer.
 */

/** Long enough for the requests that left the browser before the new cookies arrived. */
const REMEMBER_MS = 60_000;
const REMEMBER_AT_MOST = 1_000;

export type Refresh<T> = (refreshToken: string) => Promise<T>;

/** Wraps `exchange` so that each refresh token is exchanged at most once, failures excepted. */
export function singleFlight<T>(exchange: Refresh<T>, now: () => number = Date.now): Refresh<T> {
  const flights = new Map<string, { readonly result: Promise<T>; until: number }>();

  return (refreshToken) => {
    for (const [token, flight] of flights) {
      if (flight.until <= now() || flights.size > REMEMBER_AT_MOST) flights.delete(token);
    }
    const known = flights.get(refreshToken);
    if (known) return known.result;

    const result = exchange(refreshToken);
    const flight = { result, until: Number.POSITIVE_INFINITY };
    flights.set(refreshToken, flight);
    result.then(
      () => {
        flight.until = now() + REMEMBER_MS;
      },
      () => flights.delete(refreshToken),
    );
    return result;
  };
}
