/** The way to the sign-in page and back. */

/** Where to go after signing in. Only paths of this site: anything else would be an open redirect. */
export function safeReturnPath(path: string | null | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/';
}

/** The sign-in page that returns to `path`; `expired` explains why one is asked again. */
export function signInPath(path: string, expired = false): string {
  const query = new URLSearchParams();
  if (expired) query.set('expired', '1');
  if (safeReturnPath(path) !== '/') query.set('next', path);
  return query.size > 0 ? `/sign-in?${query}` : '/sign-in';
}
