import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** Whose pages may connect. */
export interface OriginRules {
  /** Origins beside the app's own. */
  readonly allowed: ReadonlySet<string>;
  /** Whether `X-Forwarded-Host` counts. */
  readonly trustProxy: boolean;
}

/**
 * Whether a request for a connection comes from a page of this site. What is no browser sends no origin; `null` is the
 * origin of sandboxed frames and local files, anybody's pages.
 */
export function isOwnOrigin(
  request: IncomingMessage,
  { allowed, trustProxy }: OriginRules,
): boolean {
  const { origin } = request.headers;
  if (origin === undefined || allowed.has(origin)) return true;
  // Whoever sits on the line of a plain page could speak for it.
  if (isSecure(request, trustProxy) && !origin.startsWith('https:')) return false;
  const forwarded = trustProxy ? request.headers['x-forwarded-host'] : undefined;
  // Of a row of proxies the first is the one that the browser asked.
  const [host] = String(forwarded ?? request.headers.host).split(/\s*,/);
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Whether a request came over an encrypted line, as far as can be known. */
export function isSecure({ headers, socket }: IncomingMessage, trustProxy: boolean): boolean {
  const forwarded = trustProxy && headers['x-forwarded-proto'] === 'https';
  return forwarded || (socket as Partial<TLSSocket>).encrypted === true;
}
