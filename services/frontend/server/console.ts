/** Next.js and libraries speak through `console`: these lines take the shape of all others. */
import { format, stripVTControlCharacters } from 'node:util';
import type { LogLevel } from './config.ts';
import { errorFields, log } from './log.ts';

/** Replaces the console's methods; Next.js wraps what it finds, so this runs before Next.js loads. */
export function captureConsole(): void {
  console.debug = (...args: unknown[]) => line('debug', args);
  console.log = (...args: unknown[]) => line('info', args);
  console.info = (...args: unknown[]) => line('info', args);
  console.warn = (...args: unknown[]) => line('warn', args);
  console.error = (...args: unknown[]) => line('error', args);
  console.trace = (...args: unknown[]) => line('debug', args);
}

function line(level: LogLevel, args: unknown[]): void {
  const error = args.find((arg) => arg instanceof Error);
  // `onRequestError` has logged it, with the route.
  if (error && 'digest' in error) return;
  const words = args.filter((arg) => arg !== error);
  const msg = readable(format(...words)) || error?.message || '';
  if (msg) log[level](msg, error && errorFields(error));
}

/** Drops colours, Next.js's leading symbols (▲ ✓ ⚠ ⨯ ○ - …) and line breaks. */
export function readable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/^[\s▲✓⚠⨯○»-]+/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}
