/**
 * Completes `.next/standalone` after `next build`: Next.js leaves out what a CDN could serve and does not know
 * `server/start.ts`. The result is one folder that runs anywhere Node.js does.
 *
 * The start file is compiled here although Node.js could run TypeScript: its compiler would stay in memory.
 */
import { execFileSync } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const standalone = join(root, '.next', 'standalone');

await cp(join(root, '.next', 'static'), join(standalone, '.next', 'static'), { recursive: true });
await rm(join(standalone, 'server'), { recursive: true, force: true });
execFileSync('tsc', ['--project', join(root, 'build', 'server.json')], { stdio: 'inherit' });
