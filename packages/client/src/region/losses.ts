import type { Change, Update } from '@skerry/wire';

import type { IncomingUpdate } from '../connection/live-event.js';
import type { Loss } from '../patch/frame.js';
import type { putNodes } from '../patch/places.js';
import type { RegionHandle } from './region-handle.js';

/**
 * Requests the parts of an update that could not be applied, and nothing else. Loaded at the first loss.
 */

/** The number of requests after which a region gets its whole tree, since something is wrong with the page. */
const maxRequests = 20;
/** The most characters of a path, as of every name on the wire. */
const maxPath = 256;

/** The requested paths of a region that have no answer, and the number of its requests. */
interface PartRequests {
  paths: Set<string>;
  count: number;
}
const requestsOf = new WeakMap<RegionHandle, PartRequests>();

export function recoverLosses(
  region: RegionHandle,
  { update, answer }: IncomingUpdate,
  losses: readonly Loss[],
  put: typeof putNodes,
): void {
  // The answer to a request is lost as well.
  if (answer?.put) return region.rejoin();
  const known = requestsOf.get(region) ?? { paths: new Set(), count: 0 };
  requestsOf.set(region, known);
  for (const [whole, part, path] of partsOf(update)) {
    const isLost = losses.some((loss) => loss[0] === whole && loss[1] === part);
    if (!isLost || isAmong(path, known.paths)) continue;
    if (++known.count > maxRequests) {
      known.count = 0;
      return region.rejoin();
    }
    requestPart(region, path, known.paths, put);
  }
}

function requestPart(
  region: RegionHandle,
  path: string,
  waiting: Set<string>,
  put: typeof putNodes,
): void {
  waiting.add(path);
  region.raiseEvent({
    type: 'whole',
    name: path,
    value: null,
    put,
    settle: (_, error) => {
      waiting.delete(path);
      // A new region has sent its whole tree.
      if (error && !/^(lost|ended)$/.test(error.code)) region.rejoin();
    },
  });
}

/** Returns true if a path, or one that leads to it, is among others. */
const isAmong = (path: string, paths: ReadonlySet<string>): boolean =>
  [...paths].some((other) => `${path}/`.startsWith(`${other}/`));

/** Lists the parts of a change that may be lost alone, with their paths: places, rows and contents of slots. Outer parts come first. */
function* partsOf(
  change: Update | Change | null,
  around = '',
): Generator<[whole: object, part: string, path: string]> {
  const whole = partsIn(change);
  for (const [part, inner] of Object.entries(whole)) {
    const path = around + encodeURIComponent(part);
    // A path that is too long gives way to the one around it.
    yield [whole, part, path.length > maxPath ? around.slice(0, -1) : path];
    yield* partsOf(inner, path.length > maxPath ? around : `${path}/`);
  }
}

/** The parts of a change, by name. */
function partsIn(change: Update | Change | null | undefined): object {
  if (!(change instanceof Object)) return {};
  if ('a' in change) return partsIn(change.x);
  if ('l' in change || 'p' in change) return change.p ?? {};
  return 'i' in change ? (change.i.x ?? {}) : change;
}
