import type { User } from '../user.js';
import type { AuthServices, Authenticator } from './authenticator.js';

/** Knows those who have logged in, by the cookie of their session. A request without that cookie reads no store. */
export function sessionCookie(): Authenticator {
  let services: AuthServices | undefined;
  return {
    name: 'session',
    usesLogin: true,
    setUp: (given) => void (services = given),
    identify: (request) =>
      request.session.held && services ? services.userOfSession(request) : null,
  };
}

/**
 * Gives visitors whom nobody else knows a user, so that code need not ask whether there is one. List it last. Guards that ask for
 * a user do not take it for one.
 *
 * @param user members of it; its id is `anonymous` by default
 */
export function anonymous(user: Partial<User> = {}): Authenticator {
  const guest: User = Object.freeze({ id: 'anonymous', roles: [], ...user, isAnonymous: true });
  return { name: 'anonymous', identify: () => guest };
}
