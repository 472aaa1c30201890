import { framesOf } from '../../core/error-text.js';
import { fail } from '../../core/errors.js';
import type { LiveView } from '../author/define.js';
import type { RegionCore } from './parts.js';

/** The places of which each version of a view was warned. */
const told = new WeakMap<LiveView, Set<string>>();

/** Warns, in development, of a subscription whose messages the view does not handle. @param call the function that the author called */
export function warnUnhandled(
  { view, services }: RegionCore,
  topic: string,
  call: (topic: string) => void,
): void {
  if (!services.development || view.messages(topic)) return;
  const warning = fail('unhandled-topic', { view: view.id, topic });
  Error.captureStackTrace(warning, call);
  const [place = ''] = framesOf(warning);
  const places = told.get(view) ?? new Set();
  if (places.has(place)) return;
  told.set(view, places.add(place));
  services.log.warn(`${warning.message} ${warning.hint}\n${place}`);
}
