import type { Session } from '@skerry/kit';

import { type Refused, isRefused } from './accounts.js';
import type { User } from './user.js';
import type { Account } from './users.js';
import { type AuthVisit, stateOf, type VisitState } from './visit.js';

/** A name and a password, as a form sends them. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** The result of what a visitor asked for: the user, or the reason why it was not done. */
export type LoginResult = { readonly user: User } | Refused;

/**
 * Logs a visitor in: gives them a new session, under which they are the user. An unknown name and a wrong password are the same
 * fault, after the same work (OWASP ASVS 5, 6.3.8 and 7.2.4).
 *
 * @param visit the `context` of an endpoint, or the props of a page: where the answer can set a cookie
 * @throws AuthError `busy`, `store-failed`, `no-visit`
 */
export async function login(
  visit: AuthVisit,
  { name, password }: Credentials,
): Promise<LoginResult> {
  const state = stateOf(visit);
  const result = await state.auth.accounts.checkLogin(name, password, state.request.address);
  return isRefused(result)
    ? refuse(state, 'login', result)
    : enter(visit, state, result, 'password');
}

/** Logs in the visitor who brings a code of a mail. @throws as `login` does */
export async function loginByLink(visit: AuthVisit, code: unknown): Promise<LoginResult> {
  const state = stateOf(visit);
  const result = await state.auth.accounts.checkLink(code);
  return isRefused(result) ? refuse(state, 'link', result) : enter(visit, state, result, 'link');
}

/**
 * Logs in a user whom the app has identified by itself, such as by a passkey.
 *
 * @param method a word for records: `passkey`
 * @throws as `login` does
 */
export function loginAs(visit: AuthVisit, user: User, method: string): Promise<LoginResult> {
  return enter(visit, stateOf(visit), { user, name: user.id }, method);
}

/**
 * Logs the visitor out. All regions of the session end, parked ones too, and its open pages load again; a handler of a live view may
 * call it. Other sessions of the user go on.
 *
 * @throws AuthError `store-failed`, `no-visit`
 */
export async function logout(visit: AuthVisit): Promise<void> {
  const { auth, record } = stateOf(visit);
  try {
    if (record) await auth.options.store.deleteSession(record.id);
  } finally {
    // Here at least it is over, whatever the store does.
    auth.noteLogin(visit.locals, { user: undefined });
    visit.session.end();
  }
}

/**
 * Checks the password of the user who is logged in, before something that matters. In an endpoint the session goes on under a new id. In
 * a handler of a live view it counts for this connection alone, so that the region stays as it is.
 *
 * @throws AuthError `busy`, `store-failed`, `no-visit`
 */
export async function confirmPassword(visit: AuthVisit, password: string): Promise<LoginResult> {
  const state = stateOf(visit);
  const { user } = visit.locals;
  if (!user) return refuse(state, 'sudo', { fault: 'wrong' });
  const result = await state.auth.accounts.checkAgain(user.id, password, state.request.address);
  if (isRefused(result)) return refuse(state, 'sudo', result);
  // The session of a region or a connection cannot get another id.
  const canRenew = visit.session === state.session;
  if (canRenew && state.record) return enterAgain(visit, state, result);
  state.confirmed = Date.now();
  recordSuccess(state, user, 'sudo');
  return { user };
}

/** Tells whether the visitor has proved who they are within so many minutes. */
export function hasConfirmed(visit: AuthVisit, minutes: number): boolean {
  const { record, confirmed } = stateOf(visit);
  const last = Math.max(confirmed, record?.authenticated ?? 0);
  return visit.locals.user !== undefined && Date.now() - last <= minutes * 60_000;
}

/** Gives a visitor who has entered their password once more another session, unless theirs was ended meanwhile. */
export const enterAgain = (
  visit: AuthVisit,
  state: VisitState,
  account: Account,
): Promise<LoginResult> => enter(visit, state, account, 'password', true);

/** Gives the visitor a session of the user; `again` if it goes on from the one that they have. */
export async function enter(
  visit: AuthVisit,
  state: VisitState,
  { user, name, password }: Account,
  method: string,
  again = false,
): Promise<LoginResult> {
  const { auth, request, record: former } = state;
  const { sessions, options } = auth;
  const session = visit.session as Session;
  const record = await sessions.beginSession(session, request, user, method, former, again);
  if (!record) {
    auth.noteLogin(visit.locals, { user: undefined });
    return refuse(state, method, { fault: 'wrong' });
  }
  try {
    // The password may have been changed since it was checked, which has ended all sessions but this one.
    const now = password === undefined ? undefined : await options.users.findAccount(name);
    if (now && now.password !== password) {
      await sessions.undoSession(session, record);
      return refuse(state, method, { fault: 'wrong' });
    }
  } catch (error) {
    await sessions.undoSession(session, record);
    throw error;
  }
  auth.noteLogin(visit.locals, { user, record });
  recordSuccess(state, user, method);
  return { user };
}

/** Writes down and returns a refusal. */
export function refuse<Result extends Refused>(
  state: VisitState,
  method: string,
  result: Result,
): Result {
  const { auth, request } = state;
  const detail = { method, fault: result.fault };
  auth.audit('auth_failure', { address: request.address, detail });
  return result;
}

const recordSuccess = ({ auth, request, session }: VisitState, user: User, method: string): void =>
  auth.audit('auth_success', {
    actor: user.id,
    session: session.id,
    address: request.address,
    detail: { method },
  });
