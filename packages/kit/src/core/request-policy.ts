import type { IncomingMessage } from 'node:http';

import { isLocalHost } from './allowed-hosts.js';
import type { ResolvedConfig } from './config.js';
import { quote } from './error-entry.js';
import { Quota } from './quota.js';
import { tidyHeaders } from './request-headers.js';
import type { RequestOrigin } from './incoming-request.js';
import { canonicalHost, readRequestOrigin } from './request-origin.js';

/** The options that say who may ask an app. */
export type RequestPolicyOptions = Pick<
  ResolvedConfig,
  'trustProxy' | 'allowedHosts' | 'allowedOrigins' | 'limits' | 'log'
>;

/** A request that is refused for the host that it asks. */
export interface HostRefusal {
  readonly status: 400 | 421;
  readonly reason: string;
}

/** The facts that a browser tells about the page that asks. */
export interface AskingPage {
  /** Its header `Origin`. */
  readonly origin: string | null | undefined;
  /** Its header `Sec-Fetch-Site`. */
  readonly site: string | null | undefined;
}

/** Decides who may ask an app: one rule for requests and for upgrades. */
export class RequestPolicy {
  readonly #options: RequestPolicyOptions;
  readonly #development: boolean;
  readonly #logged: Quota;

  constructor(options: RequestPolicyOptions, { development = false } = {}) {
    this.#options = options;
    this.#development = development;
    this.#logged = new Quota(options.limits.maxLoggedRefusals, 1);
  }

  /** The origin of a request of Node's server, or the reason to refuse it. Takes headers that do not count from it. */
  originOf(request: IncomingMessage): RequestOrigin | HostRefusal {
    const { trustProxy } = this.#options;
    const from = readRequestOrigin(request, trustProxy);
    if (!from) return { status: 400, reason: 'The host cannot be read.' };
    tidyHeaders(request, from, trustProxy(request.socket.remoteAddress, 0));
    return this.hostRefusal(from) ?? from;
  }

  /** Why the app does not answer for a host, if so. */
  hostRefusal({ host }: Pick<RequestOrigin, 'host'>): HostRefusal | undefined {
    if (this.#options.allowedHosts(host)) return undefined;
    if (this.#development && isLocalHost(host)) return undefined;
    this.#warn(
      host,
      `Refused a request for the host ${quote(host)}: it is not among the \`allowedHosts\` of defineApp().`,
    );
    return { status: 421, reason: 'This host is not served here.' };
  }

  /**
   * Why a page may not connect, or change anything, if so. A request that no browser sends names no page, and may; `null`
   * is the origin of sandboxed frames and local files, anybody's pages.
   */
  pageRefusal(page: AskingPage, own: RequestOrigin): string | undefined {
    const { origin, site } = page;
    if (typeof origin === 'string' && this.#options.allowedOrigins.has(origin)) return undefined;
    // Browsers know it better than the names of hosts can tell, and scripts cannot set it.
    const allowed = typeof site === 'string' ? ownSites.has(site) : isOwnOrigin(origin, own);
    if (allowed) return undefined;
    this.#warn(
      `${origin}`,
      `Refused a request of a page of ${quote(origin ?? 'an unknown origin')}; the app itself is asked as ${quote(own.origin)}. ` +
        'Where that page may ask, add its origin to `allowedOrigins` of defineApp(). ' +
        'Where it is the app’s own, a proxy hides the host: set `trustProxy`, and have the proxy send X-Forwarded-Host and X-Forwarded-Proto.',
    );
    return 'A page of another origin may not ask for this.';
  }

  /** Warns of a host or an origin: of each once a minute, so that no visitor can fill the log. */
  #warn(of: string, message: string): void {
    if (this.#logged.take([of.slice(0, 256)])) this.#options.log.warn(message);
  }
}

/** The values that browsers send if the page has the origin that it asks, or if the visitor asks without a page. */
const ownSites: ReadonlySet<string> = new Set(['same-origin', 'none']);

function isOwnOrigin(origin: string | null | undefined, { host, secure }: RequestOrigin): boolean {
  if (origin === undefined || origin === null) return true;
  const [, scheme = '', asked = ''] = /^(https?):\/\/(.*)$/.exec(origin) ?? [];
  const encrypted = scheme === 'https';
  // Anyone between the visitor and a page without TLS could speak for it.
  if (asked === '' || (secure && !encrypted)) return false;
  // A proxy may hide that the visitor's connection is encrypted, and so which port browsers leave out.
  return asked === canonicalHost(host, encrypted);
}
