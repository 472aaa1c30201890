import { idle } from './idle.js';
import { interaction } from './interaction.js';
import type { Island } from './island.js';
import type { Strategy } from './strategy.js';
import { visible } from './visible.js';

/** Pages are always given `load`, and most often what else they need. */
const known = new Map<string, Strategy>([
  ['visible', visible],
  ['idle', idle],
  ['interaction', interaction],
  // A copy of `none`, which the first chunk need not have.
  ['none', () => {}],
]);

/** Follows a strategy that the page was not given from the start. */
export function followLate(host: Island): void {
  const name = host.getAttribute('on')!;
  const strategy = known.get(name);
  if (!strategy)
    host.fail(new Error(`There is no strategy "${name}": write it as src/strategies/${name}.ts.`));
  // It may have left in the meantime.
  else if (host.phase === 'waiting')
    host.leave = strategy(host, host.hydrate, host.getAttribute('with') ?? undefined);
}
