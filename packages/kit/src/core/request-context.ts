import type { HeaderOverrides } from './answer-headers.js';
import type { Locals } from './locals.js';
import { networkOf } from './network.js';
import type { IncomingRequest, RequestOrigin } from './incoming-request.js';
import { headerOf } from './request-origin.js';
import { RequestCookies } from './request-cookies.js';
import { RequestSession } from './request-session.js';
import { aheadSession, type LiveSession, nobody, type Sessions } from './session.js';
import { createLocals } from './trace.js';
import type { TracedRequest } from './traced.js';
import { type CookieReads, watchCookies } from './watch-cookies.js';

/** A request that the app answers. */
export interface ReceivedRequest {
  readonly request: IncomingRequest;
  readonly from: RequestOrigin;
  /** Canonical, and a value of its own: what a page does to it, the request does not show. */
  readonly url: URL;
  /** The segments of the path, decoded. */
  readonly segments: readonly string[];
  /** True if the visitor has the file of the page, from a host of files, and asks for its holes alone. */
  readonly isForHoles: boolean;
}

/** One request on its way through the app; it is made once, and everything that answers reads the same. */
export class RequestContext implements ReceivedRequest {
  readonly request: IncomingRequest;
  readonly from: RequestOrigin;
  readonly url: URL;
  readonly segments: readonly string[];
  readonly isForHoles: boolean;
  readonly session: RequestSession;
  /** The time at which it began, by `performance.now()`. */
  readonly started = performance.now();
  /** The data that guards, pages and endpoints share. */
  readonly locals: Locals;
  /** The cookies of the request and its answer. */
  readonly cookies: RequestCookies;
  /** Tells whether the cookies of the request were read. */
  readonly cookieReads: Readonly<CookieReads>;
  /** The values of `[name]` and `[...name]` in the path, decoded. */
  params: Record<string, string> = {};
  /** True if an endpoint answers it. */
  isForEndpoint = false;
  /** The headers that the page of the answer and its layouts ask for. */
  headers: HeaderOverrides = {};
  /** The pattern of the page that the answer shows; not of an error page. */
  shown: string | undefined;
  /** The file of the error page that the answer shows. */
  errorPage: string | undefined;
  /** True if the answer holds a region. */
  live = false;
  /** True if a part of the answer is still to come; it may be personal. */
  late = false;
  #requiresVisit = false;
  /** True if the answer is personal whatever its page says of caches. */
  isPersonal = false;

  constructor(
    { request, from, url, segments, isForHoles }: ReceivedRequest,
    sessions: Sessions,
    /** The message on `skerry:request`, if somebody listens. */
    readonly traced?: TracedRequest | undefined,
    /** The locals of the app. */
    ofApp?: Locals,
  ) {
    this.locals = createLocals(traced?.trace ?? headerOf(request, 'traceparent'), ofApp);
    this.request = request;
    this.from = from;
    this.url = url;
    this.segments = segments;
    this.isForHoles = isForHoles;
    const cookie = headerOf(request, 'cookie');
    this.session = new RequestSession(sessions, cookie, from.secure, this);
    const reads = cookieReadsOf(request);
    this.cookieReads = reads;
    this.cookies = new RequestCookies(cookie, from.secure, reads);
  }

  /**
   * The session of the regions in the answer; the answer is private once it is asked for. A page that is loaded ahead begins
   * none: its regions are nobody's until a visitor has joined them.
   */
  regionSession(): LiveSession {
    if (!this.isAhead) return this.session.bind();
    return this.session.held ? aheadSession(this.session.bind()) : nobody;
  }

  /** Begins the session that late content may need: its cookie is sent before. */
  beginSession(): void {
    if (this.isAhead && !this.session.held) this.requireVisit();
    else this.session.bind();
  }

  /** Says that the page can only be loaded by the visitor who sees it. */
  requireVisit(): void {
    this.#requiresVisit = true;
  }

  /** True if the page is loaded ahead, and can only be loaded by the visitor who sees it. */
  get isTooEarly(): boolean {
    return this.isAhead && (this.#requiresVisit || (this.session.isUsed && !this.session.held));
  }

  /** True if the page is loaded before the visitor goes to it; perhaps nobody ever will. */
  get isAhead(): boolean {
    return isAhead(this.request);
  }

  /** Network of the visitor; empty where none is known. */
  get address(): string {
    return networkOf(this.from.address);
  }

  /** True if a person is about to see the page, in a browser, so that its regions wait to be joined. */
  get park(): boolean {
    const { request } = this;
    return (
      request.method !== 'HEAD' && !this.isAhead && !isCrawler(headerOf(request, 'user-agent'))
    );
  }
}

/** Notes, from now on, that the cookies of a request are read. */
function cookieReadsOf(request: IncomingRequest & { cookies?: CookieReads }): CookieReads {
  if (request.cookies) return request.cookies;
  const cookies = { read: false };
  watchCookies(request.headers, cookies);
  // Nobody watches the headers of a copy.
  const clone = (): Request => {
    cookies.read = true;
    return Request.prototype.clone.call(request);
  };
  Object.defineProperty(request, 'clone', { value: clone, configurable: true });
  return cookies;
}

/**
 * Tells whether a browser asks for a page before its visitor goes to it: to prefetch or to prerender it.
 *
 * @param request a request with its headers, by `Sec-Purpose` and its elders
 */
export const isAhead = (request: IncomingRequest): boolean =>
  purposes.some((name) => headerOf(request, name)?.startsWith('prefetch'));

/** The headers in which browsers say why they ask: the standard, Safari and older Chrome, older Firefox. */
const purposes = ['sec-purpose', 'purpose', 'x-moz'];

// The naive pattern of the package `isbot`, less what browsers say too. Its full list also has browsers without a
// window, and those join their regions.
const pattern = /(?<!\bcu)bot|crawl|http|spider/i;

/** Tells whether a `user-agent` is one of those who read pages for others: they never join a region. */
export const isCrawler = (agent: string | null): boolean => agent !== null && pattern.test(agent);
