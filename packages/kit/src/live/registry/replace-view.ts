import { errorText } from '../../core/error-text.js';
import { randomName } from '../../core/random-name.js';
import type { LiveView } from '../author/define.js';
import { mountInPage } from '../region/mount.js';
import { Region } from '../region/region.js';
import { freshTree } from '../render/fresh-tree.js';

/**
 * Replaces a view by another version in its regions, which are some of these. A region keeps its state if that version can render it. One that cannot is
 * mounted anew if that version can render the state of a new mount; otherwise the old version goes on, and the failure is reported.
 */
export async function replaceView(
  regions: Iterable<Region>,
  view: LiveView,
  isLatest: () => boolean,
): Promise<void> {
  const isOlder = (region: Region) => region.view.id === view.id && region.view !== view;
  const misfits = [...regions].filter(isOlder).flatMap((region) => misfit(region, view));
  const [first] = misfits;
  if (!first) return;
  const { region, cause } = first;
  if (await cannotMount(region, view)) return region.reportError(cause, 'render');
  if (!isLatest()) return;
  for (const { region } of misfits) region.remount();
  const [reason] = errorText(cause).split('\n', 1);
  region.services.log.warn(
    `The live view ${view.id} is mounted anew, since its new code cannot render the state from before the edit: ${reason}`,
  );
}

/** A region whose browser sees it, and whose state the view cannot render. */
interface Misfit {
  region: Region;
  cause: unknown;
}

function misfit(region: Region, view: LiveView): Misfit | [] {
  try {
    region.replaceView(view);
  } catch (cause) {
    if (region.renderer.sink) return { region, cause };
    // Nobody sees it. A page that comes back for it mounts it anew.
    region.endRegion('reset');
  }
  return [];
}

/** Mounts the view once more beside a region. Returns true if that fails, or what is mounted cannot be rendered. */
async function cannotMount(region: Region, view: LiveView): Promise<boolean> {
  const { position, page, errorPage, session, locals, address, props, services } = region;
  const trial = new Region(
    { id: randomName(), view, position, page, errorPage, session, locals, address, props },
    services,
  );
  try {
    await mountInPage(trial, false);
    freshTree(trial);
    return false;
  } catch {
    return true;
  } finally {
    trial.endRegion('reset');
  }
}
