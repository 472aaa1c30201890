import { deny, type Guard, type GuardVisit, redirect, useLocals } from '@skerry/kit';

import type { User } from './user.js';
import { hasConfirmed } from './login.js';
import { findState, stateOf } from './visit.js';

/** Decides about a user. */
export type UserPredicate = (user: User, visit: GuardVisit) => boolean | Promise<boolean>;

type Answer = ReturnType<Guard>;

/**
 * Lets users through: all who are logged in, those with a role, or those of whom a predicate is true. Visitors who are not logged in
 * are sent to the page for it, and come back afterwards. For `guard` of a page, a layout, an endpoint or a live view, and for `guarded`.
 *
 * @example
 * export const guard = require('admin');
 */
export function requireUser(needed?: string | UserPredicate): Guard {
  return byIdentity((visit) => {
    const { user } = visit.locals;
    if (!user || user.isAnonymous) return askForLogin(visit);
    if (needed === undefined) return undefined;
    if (typeof needed === 'string') return user.roles?.includes(needed) ? undefined : refuse();
    const answer = needed(user, visit);
    const decide = (isAllowed: boolean) => (isAllowed === true ? undefined : refuse());
    return answer instanceof Promise ? answer.then(decide) : decide(answer);
  });
}

/**
 * Lets users through who have proved who they are within so many minutes; others are asked for their password again, and come back.
 *
 * A page asks on a page of its own. An event of a live view is refused and its region stays as it is: its view asks in place, by
 * `hasConfirmed` and `confirmPassword`, and the visitor sends the event again. With `leave` an event asks on the page as well.
 */
export function sudo(minutes: number, { leave = false } = {}): Guard {
  return byIdentity((visit) => {
    const { user } = visit.locals;
    if (!user || user.isAnonymous) return askForLogin(visit);
    if (hasConfirmed(visit, minutes)) return undefined;
    const { sudo: page } = stateOf(visit).auth.options.pages;
    if (visit.step === 'request' ? isNavigation(visit) : leave)
      return redirectBack(page, visit, 'sudo');
    return deny('Enter your password again.');
  });
}

/**
 * Returns the user of the page or the region at work, if there is one: for components and helpers. Handlers and guards have `locals.user`.
 *
 * @throws SkerryError `no-locals`
 */
export const useUser = (): User | undefined => useLocals().user;

/** A guard of messages too: the first one for an hour waits until identity is read again. Other steps have it read before. */
const byIdentity =
  (decide: Guard): Guard =>
  (visit) => {
    const { step, locals, session } = visit;
    const checked =
      step === 'message' ? findState(locals)?.auth.checkVisit(locals, session) : undefined;
    return checked instanceof Promise
      ? checked.then((denial) => denial ?? decide(visit))
      : (checked ?? decide(visit));
  };

/** Sends a visitor who is not logged in to the page for it, if they can go there. */
function askForLogin(visit: GuardVisit): Answer {
  const state = stateOf(visit);
  const isPage = visit.step === 'request' ? isNavigation(visit) : visit.step !== 'message';
  if (isPage && state.auth.identifier.hasLogin)
    return redirectBack(state.auth.options.pages.login, visit);
  state.isChallenged = true;
  return deny('Log in first.');
}

const refuse = (): Answer => deny('You may not do this.');

const isNavigation = ({ request }: GuardVisit): boolean =>
  request?.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');

/** Sends a visitor to a page that asks for something, and brings them back. */
function redirectBack(page: string, { path, url }: GuardVisit, asks?: string): Answer {
  const query = new URLSearchParams({ ...(asks && { asks }), back: path + (url?.search ?? '') });
  return redirect(`${page}?${query}`);
}
