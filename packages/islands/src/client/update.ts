import type { IslandHost, IslandOptions } from './host.js';
import { stateOf } from './state.js';

/** Renders an island with what the region has brought, as soon as it has hydrated. */
export async function update(host: IslandHost, app: IslandOptions): Promise<void> {
  const state = stateOf(host);
  if (state.isUpdating) return;
  state.isUpdating = true;
  try {
    if (!host.show)
      await new Promise((go) => host.addEventListener('skerry:hydrated', go, { once: true }));
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
