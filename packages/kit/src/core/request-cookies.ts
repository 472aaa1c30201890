import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';

import { fail } from './errors.js';
import { isSessionCookie } from './session-cookie.js';
import type { CookieReads } from './watch-cookies.js';

/** How a browser keeps and sends a cookie. */
export interface CookieOptions {
  /** Seconds until it is forgotten; without this and `expires`, it ends with the browser's session. */
  maxAge?: number;
  /** Time at which it is forgotten. */
  expires?: Date;
  /** The paths that it is sent to: this one and all below. `/` by default. */
  path?: string;
  /** The domain that it is sent to with all below it; by default the host of the request alone. */
  domain?: string;
  /** Sent over encrypted connections only. By default if the request came over one, or if its name or another option requires it. */
  secure?: boolean;
  /** Hidden from scripts. `true` by default. */
  httpOnly?: boolean;
  /** The requests of other sites that carry it. `lax` by default: only those by which a visitor follows a link. */
  sameSite?: 'strict' | 'lax' | 'none';
  /** Kept apart for each site that embeds this one. */
  partitioned?: boolean;
  /** How long browsers keep it when there are too many. */
  priority?: 'low' | 'medium' | 'high';
}

/** The cookies of a request and its answer. */
export interface Cookies {
  /** The value of a cookie, decoded, as the request brought it or this request has set it; `undefined` if there is none. */
  get(name: string): string | undefined;
  /**
   * Sets a cookie. The answer is then private: no cache may store it.
   *
   * @param value any text; what a cookie cannot hold is percent-encoded
   * @throws SkerryError `bad-cookie`; `late-cookie` once the headers of the answer are on their way
   */
  set(name: string, value: string, options?: CookieOptions): void;
  /**
   * Removes a cookie. Give the path and the domain that it was set with.
   *
   * @throws SkerryError `bad-cookie`, `late-cookie`
   */
  delete(name: string, options?: Pick<CookieOptions, 'path' | 'domain' | 'partitioned'>): void;
}

/** Browsers keep a cookie whose name begins so only if it has what the prefix promises (RFC 6265bis, 4.1.3). */
const securePrefix = /^__(?:host-http|host|http|secure)-/i;
const sameSites: readonly unknown[] = ['strict', 'lax', 'none'];
/** Browsers ignore an option that has more bytes (RFC 6265bis, 5.6). */
const maxPathBytes = 1024;
const namePattern = /^[\w!#$%&'*+.^`|~-]+$/;
/** Browsers drop a cookie whose name and value have more bytes (RFC 6265bis, 5.6). */
const maxBytes = 4096;

/** The cookies of one request. Those that are set leave with the headers of its answer, in their order. */
export class RequestCookies implements Cookies {
  readonly #header: string | null;
  readonly #isSecure: boolean;
  readonly #reads: CookieReads;
  #parsed: Readonly<Record<string, string | undefined>> | undefined;
  /** The `Set-Cookie` headers, by all that makes a cookie another one. */
  readonly #headers = new Map<string, string>();
  readonly #values = new Map<string, string | undefined>();
  #areSent = false;

  constructor(header: string | null, isSecure: boolean, reads: CookieReads) {
    this.#header = header;
    this.#isSecure = isSecure;
    this.#reads = reads;
  }

  get(name: string): string | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    this.#reads.read = true;
    this.#parsed ??= parseCookie(this.#header ?? '');
    return this.#parsed[name];
  }

  set(name: string, value: string, options: CookieOptions = {}): void {
    if (typeof value !== 'string') throw bad(name, 'its value is not a text');
    this.#write(name, value, options);
    this.#values.set(name, value);
  }

  delete(
    name: string,
    { path, domain, partitioned }: Pick<CookieOptions, 'path' | 'domain' | 'partitioned'> = {},
  ): void {
    const options = { ...(path && { path }), ...(domain && { domain }) };
    const gone = { maxAge: 0, expires: new Date(0), ...(partitioned && { partitioned }) };
    this.#write(name, '', { ...options, ...gone });
    this.#values.set(name, undefined);
  }

  /** Ends the time in which cookies can be set; returns their headers. */
  send(): readonly string[] {
    this.#areSent = true;
    return [...this.#headers.values()];
  }

  #write(name: string, value: string, options: CookieOptions): void {
    if (this.#areSent) throw fail('late-cookie', { name: String(name) });
    const cookie = this.#withDefaults(name, value, options);
    const problem = problemOf(cookie);
    if (problem) throw bad(name, problem);
    const { domain = '', path, partitioned } = cookie;
    const key = [name, domain.toLowerCase(), path, partitioned].join(';');
    const header = toHeader(cookie);
    // The last one wins in browsers, so it comes last.
    this.#headers.delete(key);
    this.#headers.set(key, header);
  }

  #withDefaults(name: string, value: string, options: CookieOptions): SetCookie {
    const { path = '/', httpOnly = true, sameSite = 'lax', partitioned = false } = options;
    const mustBeSecure = partitioned || sameSite === 'none' || securePrefix.test(name);
    const { secure = this.#isSecure || mustBeSecure } = options;
    return { ...options, name, value, path, httpOnly, sameSite, partitioned, secure };
  }
}

const bad = (name: unknown, problem: string): Error =>
  fail('bad-cookie', { name: String(name), problem });

/** Why browsers would drop a cookie, or read another one in it. The library checks the rest. */
function problemOf({ name, value = '', path = '', domain, secure, ...options }: SetCookie) {
  if (typeof name !== 'string' || !namePattern.test(name))
    return 'its name has characters that a cookie cannot hold';
  if (isSessionCookie(name)) return 'that is the cookie of the session; use `session`';
  if (!path.startsWith('/')) return 'its path does not begin with a slash';
  if (Buffer.byteLength(path) > maxPathBytes)
    return `its path has more than ${maxPathBytes} bytes, and browsers ignore it`;
  if (!sameSites.includes(options.sameSite))
    return `its \`sameSite\` is none of ${sameSites.join(', ')}`;
  if (options.sameSite === 'none' && !secure) return '`sameSite: "none"` needs `secure`';
  if (options.partitioned && !secure) return '`partitioned` needs `secure`';
  const prefix = securePrefix.exec(name)?.[0].toLowerCase() ?? '';
  if (prefix && !secure) return 'its name begins with a prefix that needs `secure`';
  if (prefix.startsWith('__host-') && (path !== '/' || domain !== undefined))
    return 'its name begins with "__Host-", which needs the path "/" and no domain';
  if (prefix.endsWith('http-') && !options.httpOnly)
    return 'its name begins with "__Http-" or "__Host-Http-", which needs `httpOnly`';
  const bytes =
    Buffer.byteLength(name) + Buffer.byteLength(encodeURIComponent(value.toWellFormed()));
  return bytes > maxBytes
    ? `it has ${bytes} bytes, and browsers keep ${maxBytes}; keep what is large on the server`
    : undefined;
}

/** @throws SkerryError `bad-cookie` */
function toHeader(cookie: SetCookie): string {
  try {
    return stringifySetCookie({ ...cookie, value: cookie.value?.toWellFormed() });
  } catch (error) {
    throw bad(cookie.name, (error as Error).message);
  }
}
