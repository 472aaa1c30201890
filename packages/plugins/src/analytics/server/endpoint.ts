import type { PluginSite } from '@skerry/kit';

import { Allowance } from './allowance.js';
import { isCountable } from './audience.js';
import { type Beacon, maxBeaconBytes, readBeacon } from './read-beacon.js';
import { readBody } from './read-body.js';
import type { Recorder } from './recorder.js';
import { referrerHost } from './audience.js';

/** The dependencies of the endpoint. */
export interface EndpointOptions {
  readonly recorder: Recorder;
  /** The pages and islands of the app: a browser may name others. */
  readonly site: PluginSite;
  /** Tells whether a path is one of the plugin's own: it does not count itself. */
  isOwn(path: string): boolean;
  /** Beacons in a minute: of all visitors, and of each. */
  readonly maxBeacons?: number;
  readonly maxBeaconsPerVisitor?: number;
}

/** The event of h3 that a handler receives. */
interface BeaconEvent {
  readonly req: Request;
  /** The address that was asked for, as the visitor sees it. */
  readonly url: URL;
  readonly context: {
    /** The network of the visitor; empty if unknown. */
    readonly address: string;
  };
}

/**
 * Makes the handler that takes the beacons of browsers. It answers 204 to everything that it could read, whether it counts or
 * not; 403 to pages of other origins, 413 and 415 to what is no beacon by its size or type, 400 by its content.
 */
export function beaconHandler(options: EndpointOptions): (event: BeaconEvent) => Promise<Response> {
  const { recorder, maxBeacons = 6000, maxBeaconsPerVisitor = 60 } = options;
  const allowance = new Allowance(maxBeacons, maxBeaconsPerVisitor);
  return async ({ req: request, url, context: { address } }) => {
    const { headers } = request;
    if (!isOwn(request)) return answer(403, 'Only pages of this app may tell what they measured.');
    if (!headers.get('content-type')?.startsWith('text/plain'))
      return answer(415, 'A beacon is text/plain.');
    // A connection that is dropped leaves nobody to answer.
    const text = await readBody(request, maxBeaconBytes).catch(() => '');
    if (text === undefined) return answer(413, `A beacon has at most ${maxBeaconBytes} bytes.`);
    const beacon = readBeacon(text);
    if (!beacon) return answer(400, 'That is no beacon of analytics.');
    if (!isCountable(headers)) return answer(204);
    const agent = headers.get('user-agent') ?? '';
    if (allowance.takeOne(recorder.hashOf(address, agent)))
      countBeacon(beacon, url.host, { address, agent }, options);
    return answer(204);
  };
}

/** True if a page of the app asks. Old browsers name its origin alone, which kit has compared with the app's. */
const isOwn = ({ headers }: Request): boolean => {
  const site = headers.get('sec-fetch-site');
  return site === null ? headers.has('origin') : site === 'same-origin';
};

const answer = (status: number, reason: string | null = null): Response =>
  new Response(reason, { status, headers: { 'cache-control': 'no-store' } });

/** Records what a beacon tells: each kind of thing once, so that the work is in proportion to its bytes. */
function countBeacon(
  { path, isView, referrer, vitals, hydrations }: Beacon,
  host: string,
  visitor: { address: string; agent: string },
  { recorder, site, isOwn }: EndpointOptions,
): void {
  if (isOwn(path)) return;
  for (const { island, strategy, count } of hydrations)
    if (site.isIsland(island, strategy))
      recorder.record('hydration', island, { detail: strategy, count });
  const page = site.pageAt(path);
  if (page === undefined) return;
  if (isView) recorder.recordView({ page, referrer: referrerHost(referrer, host), ...visitor });
  for (const { metric, ...values } of vitals) recorder.record(metric, page, values);
}
