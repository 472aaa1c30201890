import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { IncomingRequest, RequestOrigin } from './incoming-request.js';
import type { ProxyTrust } from './trust-proxy.js';

/** A request as srvx makes it of one of Node's server. */
interface NodeRequest extends Request {
  readonly runtime?: {
    readonly node?: { readonly req: IncomingMessage; readonly res?: ServerResponse };
  };
}

/** The message of Node's server that a request was made from; absent where no server has read it. */
export const messageOf = ({ runtime }: NodeRequest): IncomingMessage | undefined =>
  runtime?.node?.req;

/** The response of Node's server to a request; absent where no server has read it. */
export const nodeResponseOf = ({ runtime }: NodeRequest): ServerResponse | undefined =>
  runtime?.node?.res;

/** A header of a request, by its name in lower case. */
export function headerOf(request: IncomingRequest, name: string): string | null {
  const message = messageOf(request);
  if (!message) return request.headers.get(name);
  const value = message.headers[name];
  return value === undefined ? null : String(value);
}

/**
 * Reads where a request comes from; `undefined` where the host that it asks is none.
 *
 * Each proxy appends to `X-Forwarded-For` the address that it heard, so the list is read from its end, for as long as
 * the proxy that wrote the entry is trusted. Proxies append to `X-Forwarded-Proto` and `X-Forwarded-Host` or replace them: of
 * these the entry of the outermost trusted proxy counts, or the first where there are fewer entries. Of a peer that is not
 * trusted none counts.
 */
export function readRequestOrigin(
  request: IncomingMessage,
  trusts: ProxyTrust,
): RequestOrigin | undefined {
  const { headers, socket } = request;
  const { address, hops } = visitorOf(request, trusts);
  const scheme = entryAt(headers['x-forwarded-proto'], hops)?.toLowerCase();
  const secure = secureSchemes.get(scheme) ?? (socket as Partial<TLSSocket>).encrypted === true;
  const asked = entryAt(headers['x-forwarded-host'], hops) ?? askedHost(request);
  const host = asked === undefined ? undefined : canonicalHost(asked, secure);
  if (host === undefined) return undefined;
  const origin = `${secure ? 'https' : 'http'}://${host}`;
  return { address, host, secure, origin, proxied: hops > 0 };
}

/** Some proxies name the scheme of the upgrade. */
const secureSchemes = new Map<string | undefined, boolean>([
  ['https', true],
  ['wss', true],
  ['http', false],
  ['ws', false],
]);

/** The visitor's address, and the number of trusted proxies between. */
function visitorOf(
  { headers, socket }: IncomingMessage,
  trusts: ProxyTrust,
): { address: string; hops: number } {
  const heard = entries(headers['x-forwarded-for']);
  let said = toAddress(socket.remoteAddress);
  let address = said ?? '';
  let hops = 0;
  while (trusts(said, hops)) {
    said = toAddress(heard[heard.length - ++hops]);
    // A proxy that hides the address behind it is the last that is known.
    address = said ?? address;
  }
  return { address, hops };
}

/** An entry as an IP address: some proxies add the port, and a server that listens on IPv6 maps the others into it. */
function toAddress(entry: string | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const bare = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(entry);
  const address = bare?.[1] ?? bare?.[2] ?? entry;
  if (isIP(address) === 0) return undefined;
  return /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
}

const entryAt = (header: string | string[] | undefined, hops: number): string | undefined => {
  if (hops === 0) return undefined;
  const list = entries(header);
  return list[Math.max(0, list.length - hops)];
};

const entries = (header: string | string[] | undefined): string[] =>
  header === undefined
    ? []
    : String(header)
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');

/** The host that the request itself names. A target with a host in it goes before the header (RFC 9112, 3.2.2). */
function askedHost({ url = '', headers, rawHeaders, socket }: IncomingMessage): string | undefined {
  const target = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1];
  if (target !== undefined) return target;
  if (countOf('host', rawHeaders) > 1) return undefined;
  // The latter is what HTTP/2 has in its place, and HTTP/1.0 knows neither.
  return headers.host ?? (headers[':authority'] as string | undefined) ?? localHost(socket);
}

const countOf = (header: string, rawHeaders: readonly string[]): number =>
  rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === header).length;

const localHost = ({ localAddress, localPort }: IncomingMessage['socket']): string => {
  const address = toAddress(localAddress) ?? 'localhost';
  return `${address.includes(':') ? `[${address}]` : address}:${localPort ?? 80}`;
};

/** The longest name of the DNS, and a port. */
const longestHost = 253 + ':65535'.length;

/** The host that was read last: most requests ask the same. */
let lastHost: { text: string; secure: boolean; host: string | undefined } | undefined;

/** A host as browsers write it in an origin; `undefined` where it is none. */
export function canonicalHost(text: string, secure: boolean): string | undefined {
  if (lastHost?.text !== text || lastHost.secure !== secure)
    lastHost = { text, secure, host: readHost(text, secure) };
  return lastHost.host;
}

function readHost(text: string, secure: boolean): string | undefined {
  if (text.length > longestHost) return undefined;
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i.test(text)) return undefined;
  const url = `${secure ? 'https' : 'http'}://${text}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}
