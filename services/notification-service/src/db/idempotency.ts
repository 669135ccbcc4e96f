import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { Problem } from '../problem.js';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/** An answer, and whether it is that of an earlier request. */
export interface Answered<T> {
  answer: T;
  replayed: boolean;
}

/**
 * Runs `act` once for a caller's key: in the transaction that keeps its answer, so there is never the
 * one without the other. Requests with the same key at the same time wait for the first of them.
 * Throws `idempotency_key_reused` when the key came with another request.
 */
export async function once<T>(
  db: Database,
  caller: string,
  key: string,
  request: unknown,
  act: (tx: Transaction<Schema>) => Promise<T>,
): Promise<Answered<T>> {
  const request_hash = createHash('sha256').update(JSON.stringify(request)).digest('base64');
  return db.query.transaction().execute(async (tx) => {
    const first = await tx
      .insertInto('idempotency_keys')
      .values({ caller, key, request_hash, answer: null })
      .onConflict((conflict) => conflict.columns(['caller', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (!first) {
      const earlier = await tx
        .selectFrom('idempotency_keys')
        .select(['request_hash', 'answer'])
        .where('caller', '=', caller)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      if (earlier.request_hash !== request_hash)
        throw new Problem('idempotency_key_reused', 'This Idempotency-Key came with another body before.');
      return { answer: earlier.answer as T, replayed: true };
    }
    const answer = await act(tx);
    await tx
      .updateTable('idempotency_keys')
      .set({ answer: JSON.stringify(answer) })
      .where('caller', '=', caller)
      .where('key', '=', key)
      .execute();
    return { answer, replayed: false };
  });
}
