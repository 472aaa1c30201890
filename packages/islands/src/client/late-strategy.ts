import { idle } from './idle.js';
import { interaction } from './interaction.js';
import type { Island } from './island.js';
import { media } from './media.js';
import type { Strategy } from './strategy.js';
import { visible } from './visible.js';

/** Pages always have `load`, and most often the other strategies that they need. */
const known = new Map<string, Strategy>([
  ['visible', visible],
  ['idle', idle],
  ['interaction', interaction],
  ['media', media],
  // Copies of `only` and `none`, so that the first chunk does not need them.
  ['only', (_, hydrate) => hydrate()],
  ['none', () => {}],
]);

/** Follows a strategy that was not loaded with the page. */
export function followLate(host: Island): void {
  const name = host.getAttribute('on')!;
  const strategy = known.get(name);
  if (!strategy)
    host.fail(new Error(`There is no strategy "${name}": write it as src/strategies/${name}.ts.`));
  // The host may have left meanwhile.
  else if (host.phase === 'waiting')
    host.leave = strategy(host, host.hydrate, host.getAttribute('with') ?? undefined);
}
