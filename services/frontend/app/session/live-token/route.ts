import type { NextRequest } from 'next/server';
import { claimsOf } from '@/lib/session/claims';
import { accessToken } from '@/lib/session/session';
import { config } from '@/server/config';

export const dynamic = 'force-dynamic';

const headers = { 'Cache-Control': 'no-store' };

/**
 * What the page needs to open its WebSocket: the short-lived access token, which `proxy.ts` has just refreshed if
 * need be, and where to connect when that is not the page's own origin.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin') return new Response(null, { status: 403, headers });
  const token = await accessToken();
  if (!token || !claimsOf(token)) return new Response(null, { status: 401, headers });
  return Response.json({ token, url: config().publicWsUrl ?? null }, { headers });
}
