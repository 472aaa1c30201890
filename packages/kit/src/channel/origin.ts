import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** Where a request says that it comes from, and whom it asks. */
export interface Asking {
  /** Absent where no browser asks. */
  readonly origin: string | undefined;
  /** Host and port that were asked. */
  readonly host: string | undefined;
  /** Whether it came over an encrypted line. */
  readonly secure: boolean;
}

/** Where a request of Node's server comes from; with `trustProxy`, `X-Forwarded-Host` counts. */
export function askingOf(request: IncomingMessage, trustProxy: boolean): Asking {
  const { headers } = request;
  const forwarded = trustProxy ? headers['x-forwarded-host'] : undefined;
  // Of a row of proxies the first is the one that the browser asked.
  const [host] = String(forwarded ?? headers.host).split(/\s*,/);
  return { origin: headers.origin, host, secure: isSecure(request, trustProxy) };
}

/**
 * Whether a request comes from a page of this site, or of an origin that is allowed beside it. What is no browser sends no
 * origin; `null` is the origin of sandboxed frames and local files, anybody's pages.
 */
export function isOwnOrigin(
  { origin, host, secure }: Asking,
  allowed: ReadonlySet<string>,
): boolean {
  if (origin === undefined || allowed.has(origin)) return true;
  // Whoever sits on the line of a plain page could speak for it.
  if (secure && !origin.startsWith('https:')) return false;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Whether a request came over an encrypted line, as far as can be known. */
export function isSecure({ headers, socket }: IncomingMessage, trustProxy: boolean): boolean {
  const forwarded = trustProxy && headers['x-forwarded-proto'] === 'https';
  return forwarded || (socket as Partial<TLSSocket>).encrypted === true;
}
