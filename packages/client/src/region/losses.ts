import type { Change, Update } from '@skerry/wire';

import type { IncomingUpdate } from '../connection/live-event.js';
import type { Loss } from '../patch/frame.js';
import type { putNodes } from '../patch/places.js';
import type { RegionHandle } from './region-handle.js';

/**
 * What could not be applied of an update is asked for once more, and nothing else. Loaded when that happens first.
 */

/** Requests of a region, after which it gets its whole tree: who loses so much has other troubles. */
const maxRequests = 20;
/** Characters of a path: servers read no longer names. */
const maxPath = 256;

/** Paths that a region has asked for, and is waiting for; and how often it has asked. */
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
  // What was sent for this very place is lost as well.
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
      // A region that was made anew has sent all that it has.
      if (error && !/^(lost|ended)$/.test(error.code)) region.rejoin();
    },
  });
}

/** Whether a path, or one that leads to it, is among others. */
const isAmong = (path: string, paths: ReadonlySet<string>): boolean =>
  [...paths].some((other) => `${path}/`.startsWith(`${other}/`));

/** All parts of a change that may be lost alone, with their paths: places, rows, and what stands in slots of islands. */
function* partsOf(
  change: Update | Change | null,
  around = '',
): Generator<[whole: object, part: string, path: string]> {
  const whole = partsIn(change);
  for (const [part, inner] of Object.entries(whole)) {
    const path = around + encodeURIComponent(part);
    // What is around it is known as well.
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
