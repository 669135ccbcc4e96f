import { z } from 'zod';
import { hasRole, type Principal } from '../auth.js';
import type { Context } from '../context.js';
import { findPreferences, savePreferences } from '../db/preferences.js';
import { Problem } from '../problem.js';
import { languages } from '../service.js';
import { pathId } from './path-id.js';
import { type Route, routeWithBody } from './route.js';

const path = '/api/v1/notifications/preferences/{user_id}';

const Body = z.strictObject({
  user_id: z.guid('must be a UUID').optional(),
  language: z.enum(languages, `must be one of ${languages.join(', ')}`),
  email: z.boolean('must be true or false'),
  sms: z.boolean('must be true or false'),
  live: z.boolean('must be true or false'),
});

/** The user of the path; who may not even look is told that there is no such user. */
function userOf(param: string, caller: Principal): string {
  const id = param === 'me' ? caller.id : pathId(param, 'user', 'user_id');
  if (id !== caller.id && !hasRole(caller, 'operator', 'admin'))
    throw new Problem('not_found', 'There is no such user.');
  return id;
}

/** Everybody sees their own preferences, staff those of all. */
export function getPreferences({ database }: Context): Route {
  return {
    method: 'get',
    path,
    roles: ['customer', 'operator', 'admin'],
    handle: async ({ response, param, caller }) => {
      const user_id = userOf(param('user_id'), caller);
      response.json({ user_id, ...(await findPreferences(database, user_id)) });
    },
  };
}

/** Everybody changes their own preferences, admins those of all. Open live connections follow at once. */
export function putPreferences({ database, live, instances }: Context) {
  return routeWithBody({
    method: 'put',
    path,
    roles: ['customer', 'operator', 'admin'],
    body: Body,
    handle: async ({ response, param, caller, body }) => {
      const user_id = userOf(param('user_id'), caller);
      if (user_id !== caller.id && !hasRole(caller, 'admin'))
        throw new Problem('forbidden', "This needs the role admin: the preferences are another user's.");
      const { user_id: named, ...preferences } = body;
      if (named !== undefined && named.toLowerCase() !== user_id)
        throw new Problem('conflict', 'The user_id in the body is not the user of the path.');
      await savePreferences(database, user_id, preferences);
      live.switch(user_id, preferences.live);
      instances.tell({ kind: 'preferences', user_id, live: preferences.live });
      response.json({ user_id, ...preferences });
    },
  });
}
