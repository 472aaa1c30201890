import type { Authenticator } from './authenticator.js';
import type { User } from '../user.js';

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
