// Who is signed in. setup() signs every account in once; a virtual user goes with that token until it is about to end,
// and then has a session of its own, whose refresh token nobody else uses: two who refresh with the same one would end
// the session.

import exec from 'k6/execution';
import { call, json } from './requests.js';
import { password } from './settings.js';

/** The demo customers that `lab seed` makes too; those who are missing are registered. */
const names = [
  'Ada Byron', 'Alan Mathison', 'Annie Cannon', 'Emil Noether', 'Hedy Kiesler', 'Karl Gauss',
  'Lise Meitner', 'Maria Mitchell', 'Niels Abel', 'Sonja Kowalewski', 'Tycho Ottesen', 'Vera Cooper',
];

const operator = 'operator@oms.example';

/** How long before its end a token is replaced, and how long after a vain try the next one is made, in ms. */
const margin = 120_000;
const patience = 10_000;

/** Signs everybody in: for setup(). The result is plain data, which k6 hands to every virtual user. */
export function enter() {
  const customers = names.map((name, i) => {
    const email = `demo${String(i + 1).padStart(4, '0')}@oms.example`;
    call('registerUser', 'POST', '/api/v1/users/register', {
      body: { email, password, name }, expected: [201, 409],
    });
    return { email, name, session: signIn(email) };
  });
  return { customers, operator: { email: operator, session: signIn(operator) } };
}

/** The sessions of this virtual user, by e-mail address. */
const own = new Map();

/** The customer as whom this virtual user goes. */
export function customer({ customers }) {
  return customers[exec.vu.idInTest % customers.length];
}

/** A token of an account that is good for a while. While user-service is away, the old one is used to its end. */
export function tokenOf(account) {
  const session = own.get(account.email) || account.session;
  const now = Date.now();
  if (now < session.endsAt - margin || now < (session.notBefore || 0)) {
    return session.accessToken;
  }
  try {
    const next = session.isOwn ? refresh(session) : signIn(account.email);
    own.set(account.email, { ...next, isOwn: true });
    return next.accessToken;
  } catch (error) {
    // Not a second try with the same refresh token: what became of the first is not known.
    own.set(account.email, { ...session, isOwn: false, notBefore: now + patience });
    if (now < session.endsAt) {
      return session.accessToken;
    }
    throw error;
  }
}

/** Signs an account in: a session of its own. */
export function signIn(email) {
  return session(call('login', 'POST', '/api/v1/users/login', { body: { email, password } }));
}

function refresh({ refreshToken }) {
  return session(call('refreshTokens', 'POST', '/api/v1/users/refresh', {
    body: { refresh_token: refreshToken }, headers: { 'Idempotency-Key': crypto.randomUUID() },
  }));
}

function session(response) {
  const tokens = json(response);
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    endsAt: Date.now() + tokens.expires_in * 1000,
  };
}
