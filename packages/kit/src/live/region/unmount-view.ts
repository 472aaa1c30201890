import { type Blamed, blaming } from '../../core/blame.js';
import { isThenable, settle } from '../../core/within.js';
import { publish } from '../messages/publish.js';
import type { RegionCore } from './parts.js';
import type { UnmountReason } from '../author/contexts.js';

/** Calls `unmount` of a view with the reason for the end of its region; its errors are reported. */
export function unmountView(region: RegionCore & Blamed, reason: UnmountReason): void {
  const failed = (thrown: unknown) => region.reportError(thrown, 'unmount');
  const { view, state, props } = region;
  try {
    const context = { state, props, publish: publisher(region) };
    const done: unknown = blaming(region, () => view.unmount?.(context, reason));
    if (isThenable(done)) settle(done).catch(failed);
  } catch (thrown) {
    failed(thrown);
  }
}

const publisher =
  ({ services }: RegionCore) =>
  (topic: string, message?: unknown): void =>
    publish(services, topic, message);
