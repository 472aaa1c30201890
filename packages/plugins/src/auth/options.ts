import type { PluginSite } from '@skerry/kit';

import type { Authenticator, AuthRequest } from './authenticators/authenticator.js';
import type { User } from './user.js';
import { sessionCookie } from './authenticators/visitors.js';
import { checkCodeMaxAge } from './codes.js';
import { badOption } from './errors.js';
import type { LoginLimits } from './login-limiter.js';
import type { SendMail } from './mails.js';
import type { PasswordRules } from './passwords/judge-password.js';
import type { PasswordsOptions } from './passwords/scrypt.js';
import { memoryStore } from './stores/memory-store.js';
import type { AuthStore } from './stores/store.js';
import type { Users } from './users.js';

/** Paths of pages of the app, to which auth sends visitors. */
export interface AuthPages {
  /** The form for name and password; `/login` by default. */
  readonly login: string;
  /** The page after a login or a logout that names no other; `/` by default. */
  readonly home: string;
  /** The form that asks for an address to register; `/register` by default. With a code, it asks for a password. */
  readonly register: string;
  /** The form that asks for the address of a forgotten password; `/forgot` by default. */
  readonly forgot: string;
  /** The form that takes the new password; `/reset` by default. */
  readonly reset: string;
  /** The form that asks for the password again; the path of `login` by default. */
  readonly sudo: string;
  /** The page with the user's sessions and the form to change the password; `/account` by default. */
  readonly account: string;
}

/** The options of {@link auth}. */
export interface AuthOptions {
  /** The users of the app. */
  readonly users: Users;
  /** Ways to tell who sends a request, in their order; `[sessionCookie()]` by default. */
  readonly authenticators?: readonly Authenticator[];
  /** Keeps sessions and codes; the memory of this process by default, which is for one process that may forget them. */
  readonly store?: AuthStore;
  /** Sends mails: links to register, to log in and to reset a password, and word of a change. */
  readonly send?: SendMail;
  /** The path below which the endpoints of auth are; `/auth` by default. */
  readonly path?: string;
  /** Paths of pages that differ from the defaults. */
  readonly pages?: Partial<AuthPages>;
  /** Milliseconds after the last use at which a login ends; 12 hours by default. */
  readonly idleTimeout?: number;
  /** Milliseconds after a login at which it ends; 7 days by default. */
  readonly sessionMaxAge?: number;
  /** The largest number of sessions of one user; 50 by default. The one that was not used for longest ends. */
  readonly maxSessionsPerUser?: number;
  /** Names the groups of a session that begins, which may be ended together: rooms, departments, kinds of devices. */
  readonly groups?: (user: User, request: AuthRequest) => readonly string[];
  /** Milliseconds for which a code in a mail is good; 10 minutes by default, and at most. */
  readonly codeMaxAge?: number;
  /** Milliseconds after which an open page's next event or message reads identity again; 30,000 by default, and at most. */
  readonly identityMaxAge?: number;
  /** Minutes after which the page of sessions asks for the password again before it ends any; 15 by default. */
  readonly sudoMinutes?: number;
  /** The cost of hashes, the number that are made at a time, and rules for new passwords. */
  readonly passwords?: PasswordsOptions & PasswordRules;
  /** Limits of attempts to log in, and of mails. */
  readonly limits?: LoginLimits;
}

/** The options, checked and complete. */
export type ResolvedOptions = Required<Omit<AuthOptions, 'pages' | 'send'>> & {
  readonly pages: AuthPages;
  readonly send: SendMail | undefined;
};

/** A record of all options, so that the compiler sees that none is missing. */
const known: Readonly<Record<keyof AuthOptions, true>> = {
  users: true,
  authenticators: true,
  store: true,
  send: true,
  path: true,
  pages: true,
  idleTimeout: true,
  sessionMaxAge: true,
  maxSessionsPerUser: true,
  groups: true,
  codeMaxAge: true,
  identityMaxAge: true,
  sudoMinutes: true,
  passwords: true,
  limits: true,
};

const hour = 60 * 60 * 1000;

/** Tells whether a text is a path of this site as browsers ask for it: they resolve dots. */
const isPath = (text: unknown): boolean =>
  typeof text === 'string' &&
  /^\/(?!\/)[\w\-./~]*$/.test(text) &&
  new URL(text, 'http://localhost').pathname === text;

const isPositive = (value: unknown): boolean => Number.isFinite(value) && Number(value) > 0;

/** Checks the members that are functions, or have some. @throws AuthError `bad-options` */
function checkParts({ send, groups, store, pages = {} }: AuthOptions): void {
  const isFunction = (value: unknown): boolean => typeof value === 'function';
  if (send !== undefined && !isFunction(send))
    throw badOption('send', 'of auth() is no function', 'It gets each mail.');
  if (groups !== undefined && !isFunction(groups))
    throw badOption('groups', 'of auth() is no function', 'It gets the user of a new session.');
  if (store !== undefined && !isFunction(store?.putSession))
    throw badOption('store', 'of auth() is no store', 'Use memoryStore() or redisStore().');
  const names = [...Object.keys(defaultPages), 'sudo'];
  const strange = Object.keys(pages).find((name) => !names.includes(name));
  if (strange !== undefined)
    throw badOption(`pages.${strange}`, 'is not known', `Use ${names.join(', ')}.`);
}

/** Completes and checks the options. The paths of pages become those in the browser. @throws AuthError `bad-options` */
export function resolveOptions(
  options: AuthOptions,
  { pathTo }: Pick<PluginSite, 'pathTo'>,
): ResolvedOptions {
  const strange = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (strange !== undefined)
    throw badOption(strange, 'is none of auth()', `Use ${Object.keys(known).join(', ')}.`);
  const { users, path = '/auth', idleTimeout = 12 * hour, sessionMaxAge = 7 * 24 * hour } = options;
  if (typeof users?.findAccount !== 'function' || typeof users.getAccount !== 'function')
    throw badOption(
      'users',
      'of auth() needs `findAccount` and `getAccount`',
      'They read the table of your users.',
    );
  checkParts(options);
  const own = {
    ...defaultPages,
    sudo: options.pages?.login ?? defaultPages.login,
    ...options.pages,
  };
  for (const [name, page] of [...Object.entries(own), ['path', path]] as [string, string][])
    if (!isPath(page) || page.startsWith(`${path}/`) || (name === 'path' && page.endsWith('/')))
      throw badOption(
        name === 'path' ? name : `pages.${name}`,
        `is ${JSON.stringify(page)}`,
        'Give a path of this site, outside of `path`.',
      );
  const { identityMaxAge = 30_000, maxSessionsPerUser = 50, sudoMinutes = 15 } = options;
  const numbers = { idleTimeout, sessionMaxAge, identityMaxAge, maxSessionsPerUser, sudoMinutes };
  for (const [name, value] of Object.entries(numbers))
    if (!isPositive(value) || (name === 'identityMaxAge' && value > 30_000))
      throw badOption(
        name,
        `is ${value}`,
        name === 'identityMaxAge' ? 'Give at most 30,000 ms.' : 'Give a positive number.',
      );
  return {
    ...numbers,
    users,
    path,
    // seam: the names of the pages stay
    pages: Object.fromEntries(
      Object.entries(own).map(([name, page]) => [name, pathTo(page)]),
    ) as typeof own,
    authenticators: options.authenticators ?? [sessionCookie()],
    store: options.store ?? memoryStore(),
    send: options.send,
    groups: options.groups ?? (() => []),
    codeMaxAge: checkCodeMaxAge(options.codeMaxAge),
    passwords: options.passwords ?? {},
    limits: options.limits ?? {},
  };
}

const defaultPages = {
  login: '/login',
  home: '/',
  register: '/register',
  forgot: '/forgot',
  reset: '/reset',
  account: '/account',
};
