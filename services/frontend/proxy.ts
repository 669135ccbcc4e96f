/**
 * Runs before every page, action and session route: keeps the session fresh, keeps strangers out of the
 * dashboard, and gives each response its content security policy.
 */
import { type NextRequest, NextResponse } from 'next/server';
import { refresh } from '@/lib/api/accounts';
import { ProblemError } from '@/lib/api/problem';
import type { Tokens } from '@/lib/api/types';
import { contentSecurityPolicy } from '@/lib/csp';
import { isFresh } from '@/lib/session/claims';
import {
  ACCESS_COOKIE,
  isSecure,
  REFRESH_COOKIE,
  type SessionCookie,
  sessionCookies,
} from '@/lib/session/cookies';
import { signInPath } from '@/lib/session/paths';
import { singleFlight } from '@/lib/session/refresher';
import { config as settings } from '@/server/config';

/** A token that lives shorter than this is replaced first: it has to outlast the request. */
const FRESH_SECONDS = 30;

const isPublic = (path: string) => path === '/sign-in' || path === '/sign-up' || /^\/docs(\/|$)/.test(path);

const refreshOnce = singleFlight<Tokens>(refresh);

export const config = {
  matcher: ['/((?!_next/static|_next/image|health$|ready$|metrics$|icon.svg).*)'],
};

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const session = await freshSession(request);
  const { pathname, search } = request.nextUrl;
  // Only pages lead to the form: an action without a session says so itself, and scripts want a status.
  if (!session.signedIn && pathname.startsWith('/session/')) {
    return withCookies(new NextResponse(null, { status: 401 }), session);
  }
  if (!session.signedIn && !isPublic(pathname) && request.method !== 'POST') {
    return withCookies(NextResponse.redirect(new URL(signInPath(pathname + search), request.url)), session);
  }

  const headers = new Headers(request.headers);
  const host = request.headers.get('host') ?? request.nextUrl.host;
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy(nonce, host, settings().publicWsUrl);
  headers.set('x-nonce', nonce);
  headers.set('x-oms-path', pathname + search);
  headers.set('Content-Security-Policy', policy);
  for (const { name, value } of session.cookies) request.cookies.set(name, value);
  headers.set('Cookie', request.cookies.toString());

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return withCookies(response, session);
}

interface Session {
  readonly signedIn: boolean;
  /** Cookies that changed and must reach the browser. */
  readonly cookies: readonly Pick<SessionCookie, 'name' | 'value'>[];
}

async function freshSession(request: NextRequest): Promise<Session> {
  const access = request.cookies.get(ACCESS_COOKIE)?.value;
  const refreshToken = request.cookies.get(REFRESH_COOKIE)?.value;
  if (isFresh(access, FRESH_SECONDS)) return { signedIn: true, cookies: [] };
  if (!refreshToken) return { signedIn: false, cookies: [] };
  try {
    const tokens = await refreshOnce(refreshToken);
    return { signedIn: true, cookies: sessionCookies(tokens, isSecure(request.headers)) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    // Refused: the session is over. Not answered: the old token may still do, and the session survives.
    const over = error.problem.status === 401 || error.problem.status === 400;
    const gone = [ACCESS_COOKIE, REFRESH_COOKIE].map((name) => ({ name, value: '', maxAge: 0, path: '/' }));
    return over ? { signedIn: false, cookies: gone } : { signedIn: isFresh(access, 0), cookies: [] };
  }
}

function withCookies(response: NextResponse, { cookies }: Session): NextResponse {
  for (const cookie of cookies) response.cookies.set(cookie);
  return response;
}
