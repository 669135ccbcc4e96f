import type { NextRequest } from 'next/server';
import { exposition } from '@/server/telemetry/metrics';

export const dynamic = 'force-dynamic';

export async function GET(request: NextRequest): Promise<Response> {
  const { body, contentType } = await exposition(request.headers.get('accept') ?? '');
  return new Response(body, { headers: { 'Content-Type': contentType } });
}
