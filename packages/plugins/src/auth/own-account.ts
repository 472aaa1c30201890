import type { Session } from '@skerry/kit';

import { type AuthFault, isRefused, type Refused } from './accounts.js';
import { enter, enterAgain, type LoginResult, refuse } from './login.js';
import { type AuthVisit, stateOf } from './visit.js';

/** A session of a user, for a page where they end those that they do not know. */
export interface OwnSession {
  /** Names it for `endSession`. It opens nothing. */
  readonly id: string;
  /** Browser and system, as it names itself: text of a visitor. */
  readonly device: string;
  /** The network from which it began. */
  readonly address: string;
  /** When it began, and when it was used last, in milliseconds since 1970. */
  readonly began: number;
  readonly used: number;
  /** True for the session of this visit. */
  readonly isCurrent: boolean;
}

/** Lists the sessions of the visitor, the latest first; none for one who is not logged in. @throws AuthError `no-visit` */
export async function ownSessions(visit: AuthVisit): Promise<OwnSession[]> {
  const { auth, record } = stateOf(visit);
  if (!record) return [];
  const all = await auth.options.store.listSessions(record.subject);
  return all.map(({ id, device, address, began, used }) => {
    return { id, device, address, began, used, isCurrent: id === record.id };
  });
}

/** Ends one of the visitor's sessions, with its regions; returns false if it is none of theirs. @throws AuthError `no-visit` */
export async function endOwnSession(visit: AuthVisit, id: string): Promise<boolean> {
  const { auth } = stateOf(visit);
  const isOwn = (await ownSessions(visit)).some((each) => each.id === id);
  return isOwn && auth.options.store.deleteSession(id);
}

/** Ends all sessions of the visitor except this one; returns how many. @throws AuthError `no-visit` */
export async function endOtherSessions(visit: AuthVisit): Promise<number> {
  const { auth, record } = stateOf(visit);
  return record ? auth.options.store.deleteSessionsOf(record.subject, record.id) : 0;
}

/** Ends all sessions of a user: their account was closed, or an administrator says so. Guard it. @throws AuthError `no-visit` */
export const endSessionsOf = (visit: AuthVisit, user: string): Promise<number> =>
  stateOf(visit).auth.options.store.deleteSessionsOf(user);

/**
 * Adds the visitor's session to a group, such as `room:7`; returns false if they have none, or it was ended meanwhile.
 *
 * @throws AuthError `no-visit`, and what the store throws
 */
export async function joinGroup(visit: AuthVisit, group: string): Promise<boolean> {
  const { auth, record } = stateOf(visit);
  return record !== undefined && auth.options.store.joinGroup(record.id, group);
}

/** Ends all sessions of a group; returns how many. Guard it. @throws AuthError `no-visit` */
export const endGroup = (visit: AuthVisit, group: string): Promise<number> =>
  stateOf(visit).auth.options.store.deleteGroup(group);

/**
 * Asks for a mail by which a new user sets a password. The answer is the same for addresses that have an account; those get
 * a mail that says so (OWASP ASVS 5, 6.3.8).
 *
 * @throws AuthError `not-supported` without `send` and `users.addAccount`, `no-visit`
 */
export const register = (visit: AuthVisit, name: string): Promise<Refused | undefined> =>
  requestMail(visit, 'register', name);

/** Asks for a mail with a link that logs in, if there is such an account. @throws AuthError `not-supported`, `no-visit` */
export const requestLoginLink = (visit: AuthVisit, name: string): Promise<Refused | undefined> =>
  requestMail(visit, 'login', name);

/** Asks for a mail by which a user sets another password, if there is such an account. @throws AuthError `not-supported`, `no-visit` */
export const forgot = (visit: AuthVisit, name: string): Promise<Refused | undefined> =>
  requestMail(visit, 'reset', name);

async function requestMail(
  visit: AuthVisit,
  kind: 'register' | 'login' | 'reset',
  name: string,
): Promise<Refused | undefined> {
  const { auth, request } = stateOf(visit);
  return auth.accounts.requestMail(kind, name, request.address);
}

/** A refusal, with the code that is good for the next attempt, if there is one. */
export interface CodeRefused {
  readonly fault: AuthFault;
  readonly code?: string | undefined;
}

/** Adds the user who brings the code of a mail, with their first password, and logs them in. @throws as `login` does, and `not-supported` */
export async function finishRegistration(
  visit: AuthVisit,
  code: unknown,
  password: string,
): Promise<LoginResult | CodeRefused> {
  const state = stateOf(visit);
  const result = await state.auth.accounts.addAccount(code, password);
  return isRefused(result)
    ? refuse(state, 'register', result)
    : enter(visit, state, result, 'password');
}

/**
 * Sets the password of the user who brings the code of a mail, and ends all their sessions. They log in with it then, with
 * every other factor that the app asks for (OWASP ASVS 5, 6.4.3).
 *
 * @throws AuthError `busy`, `not-supported`, `no-visit`
 */
export async function reset(
  visit: AuthVisit,
  code: unknown,
  password: string,
): Promise<CodeRefused | undefined> {
  const state = stateOf(visit);
  const result = await state.auth.accounts.resetPassword(code, password);
  if (isRefused(result)) return refuse(state, 'reset', result);
  await state.auth.options.store.deleteSessionsOf(result.user.id);
  return undefined;
}

/**
 * Replaces the password of the user who is logged in and knows the current one. All other sessions of the user end, and this one goes on
 * under a new id (OWASP ASVS 5, 6.2.3 and 7.4.3).
 *
 * @param visit the `context` of an endpoint: a handler of a live view cannot set a cookie
 * @throws as `login` does, and `not-supported`
 */
export async function changePassword(
  visit: AuthVisit,
  current: string,
  next: string,
): Promise<LoginResult> {
  const state = stateOf(visit);
  const { user } = visit.locals;
  if (!user || !state.record) return refuse(state, 'change', { fault: 'wrong' });
  const { accounts, options } = state.auth;
  const { address } = state.request;
  const result = await accounts.changePassword(user.id, current, next, address);
  if (isRefused(result)) return refuse(state, 'change', result);
  await options.store.deleteSessionsOf(user.id, state.record.id);
  return enterAgain(visit, state, { user, name: result.name });
}

/**
 * Ends all other sessions of the user after another factor was added, changed or removed, and gives this one a new id. If it was ended
 * meanwhile, the visitor is logged out.
 *
 * @throws as `login` does
 */
export async function factorChanged(visit: AuthVisit): Promise<void> {
  const state = stateOf(visit);
  const { user } = visit.locals;
  if (!user || !state.record) return;
  const { auth, record } = state;
  await auth.options.store.deleteSessionsOf(user.id, record.id);
  const moved = await auth.sessions.moveSession(visit.session as Session, record, user);
  auth.noteLogin(visit.locals, { user: moved && user, record: moved });
}
