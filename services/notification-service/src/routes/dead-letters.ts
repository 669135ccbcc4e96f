import { z } from 'zod';
import type { Context } from '../context.js';
import type { Place } from '../dead-letter.js';
import { invalidField, Problem } from '../problem.js';
import { cursorText, pageOf, pageParameters } from './page.js';
import { pathId } from './path-id.js';
import type { Route } from './route.js';

const path = '/api/v1/notifications/dead-letters';
const roles: Route['roles'] = ['operator', 'admin'];
const Query = z.object(pageParameters);
const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)?$/;

/** The letter behind which a page begins: `<time> <id>`. */
function placeOf(cursor: string): Place {
  const [since = '', id, ...more] = cursorText(cursor)?.split(' ') ?? [];
  if (more.length > 0 || !time.test(since) || !z.guid().safeParse(id).success)
    throw invalidField('cursor', 'is not a cursor of this list');
  return { dead_since: since || null, id: id as string };
}

/** A page of the events that could not be handled, oldest first. */
export function listDeadLetters({ deadLetters }: Context): Route {
  return {
    method: 'get',
    path,
    roles,
    handle: async ({ response, query }) => {
      const { limit, cursor } = query(Query);
      const after = cursor === undefined ? undefined : placeOf(cursor);
      const letters = await deadLetters.list(limit + 1, after);
      response.json(
        pageOf(
          letters,
          limit,
          (letter) => letter,
          ({ dead_since, id }) => `${dead_since ?? ''} ${id}`,
        ),
      );
    },
  };
}

/** Puts all of them back among the events. */
export function replayDeadLetters({ deadLetters, log }: Context): Route {
  return {
    method: 'post',
    path: `${path}/replay`,
    roles,
    handle: async ({ response, caller }) => {
      const replayed = await deadLetters.replay();
      log.info({ replayed, caller: caller.id }, `Replayed ${replayed} dead letters`);
      response.status(202).json({ replayed });
    },
  };
}

/** Puts one back. */
export function replayDeadLetter({ deadLetters, log }: Context): Route {
  return {
    method: 'post',
    path: `${path}/{id}/replay`,
    roles,
    handle: async ({ response, param, caller }) => {
      const id = pathId(param('id'), 'dead letter');
      const replayed = await deadLetters.replay(id);
      if (replayed === 0) throw new Problem('not_found', 'There is no such dead letter.');
      log.info({ replayed, dead_letter_id: id, caller: caller.id }, 'Replayed a dead letter');
      response.status(202).json({ replayed });
    },
  };
}
