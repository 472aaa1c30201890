import type { Change, Update } from '@skerry/wire';

import type { IncomingUpdate } from '../connection/live-event.js';
import type { Loss } from '../patch/frame.js';
import type { putNodes } from '../patch/places.js';
import type { RegionHandle } from './region-handle.js';

/**
 * What could not be applied of an update is asked for once more, and nothing else. Loaded when that happens first.
 */

/** Wishes of a region, after which it gets its whole tree: who loses so much has other troubles. */
const maxWishes = 20;
/** Characters of a path: servers read no longer names. */
const maxPath = 256;

/** Paths that a region has asked for, and is waiting for; and how often it has asked. */
interface Wishes {
  paths: Set<string>;
  count: number;
}
const wishes = new WeakMap<RegionHandle, Wishes>();

export function recover(
  region: RegionHandle,
  { update, answer }: IncomingUpdate,
  losses: readonly Loss[],
  put: typeof putNodes,
): void {
  // What was sent for this very place is lost as well.
  if (answer?.put) return region.rejoin();
  const known = wishes.get(region) ?? { paths: new Set(), count: 0 };
  wishes.set(region, known);
  for (const path of pathsOf(update, losses)) {
    if (isAmong(path, known.paths)) continue;
    if (++known.count > maxWishes) {
      known.count = 0;
      return region.rejoin();
    }
    wish(region, path, known.paths, put);
  }
}

function wish(
  region: RegionHandle,
  path: string,
  waiting: Set<string>,
  put: typeof putNodes,
): void {
  waiting.add(path);
  region.raise({
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

/** The paths of what was lost, those that lead to others first. */
function pathsOf(update: Update, losses: readonly Loss[]): Set<string> {
  const paths = new Set<string>();
  for (const [whole, part, path] of partsOf(update))
    if (losses.some((loss) => loss[0] === whole && loss[1] === part)) paths.add(path);
  return paths;
}

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
