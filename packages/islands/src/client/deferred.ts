import type { Island, IslandOptions } from './island.js';
import { rollback } from './rollback.js';
import { retry } from './schedule.js';

/** Features that only some islands need, loaded when the first of them does. */
export { prepare } from './prepare.js';
export { update } from './update.js';

/** Leaves an island as it last was on the page, and reports the failure once. */
export async function fail(host: Island, error: unknown, app: IslandOptions): Promise<void> {
  if (host.show && !rollback(host, host.show)) return;
  const failure = await retry(() => import('./failure.js'));
  failure.tell(host, error, app);
}

/** Puts back what a parser has moved out of islands. */
export async function mend(): Promise<void> {
  const mending = await import('./mend.js');
  await mending.mend();
}

/** Follows a strategy that was not loaded with the page. */
export async function followLate(host: Island): Promise<void> {
  const late = await import('./late-strategy.js');
  late.followLate(host);
}
