import type { Guard, Locals } from '@skerry/kit';

import { requireUser, type UserPredicate } from './guards.js';
import type { User } from './user.js';
import type { AuthOfVisit } from './visit.js';

declare module '@skerry/kit' {
  interface PluginValues {
    /** Auth, for other plugins. */
    'skerry:auth': AuthService;
  }
}

/** Auth as other plugins use it: `inject('skerry:auth', { optional: true })`. */
export interface AuthService {
  /** Makes a guard: see `require` of `@skerry/plugins/auth`. */
  require(needed?: string | UserPredicate): Guard;
  /** Returns the user of a request or a connection. */
  userOf(locals: Locals): User | undefined;
  /** Ends all sessions of a user, in all processes; returns how many. */
  endSessionsOf(user: string): Promise<number>;
}

/** Makes the value that auth provides. */
export const createService = ({ options }: AuthOfVisit): AuthService => ({
  require: requireUser,
  userOf: ({ user }) => user,
  endSessionsOf: (user) => options.store.deleteSessionsOf(user),
});
