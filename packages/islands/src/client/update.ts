import { hydratedEvent } from '@skerry/wire';

import type { Island, IslandOptions } from './island.js';
import { stateOf } from './state.js';

/** Renders an island with the changes of the region, as soon as it has hydrated. */
export async function update(host: Island, app: IslandOptions): Promise<void> {
  const state = stateOf(host);
  if (state.isUpdating) return;
  state.isUpdating = true;
  try {
    if (!host.show) await hydrated(host);
    const island = await app.islands.get(host.getAttribute('name')!)!();
    do {
      await state.take(app);
      state.render(island);
    } while (host.patches?.length);
  } catch (error) {
    host.fail(error);
  } finally {
    state.isUpdating = false;
  }
}

/** Resolves when the island itself has hydrated, and not one in its slot. */
const hydrated = (host: Island): Promise<void> =>
  new Promise((resolve) => {
    host.addEventListener(hydratedEvent, function listen({ target }) {
      if (target !== host) return;
      host.removeEventListener(hydratedEvent, listen);
      resolve();
    });
  });
