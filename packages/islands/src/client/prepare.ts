import type { Island, IslandModule, IslandOptions, Props } from './island.js';
import { preserveInput } from './preserve-input.js';
import { stateOf } from './state.js';

/** The work around the first rendering of an island. */
export interface Plan {
  /** Called right before. @returns the props of the island */
  begin(island: IslandModule): Props;
  /** Called right after. @returns a promise that resolves when the island has received all that it missed */
  end(island: IslandModule): Promise<void>;
}

/**
 * Gets ready to hydrate an island that has slots, fields, typed props, changes of them, or events that it missed.
 *
 * @param missed events to replay once it is there; more may be added until then
 */
export async function prepare(
  host: Island,
  app: IslandOptions,
  missed: readonly Event[] = [],
): Promise<Plan> {
  const state = stateOf(host);
  await state.take(app);
  let settle: () => Promise<void>;
  return {
    begin(island) {
      settle = preserveInput(host, missed);
      return state.given(island);
    },
    end(island) {
      const settled = settle();
      // In the same task, so that old content is never seen.
      state.render(island);
      return settled;
    },
  };
}
