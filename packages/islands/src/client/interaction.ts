import type { Strategy } from './strategy.js';

/** The maximum number of events that wait for an island. */
const mostEvents = 100;

/** Hydrates with the first event of these names. The event proceeds, and is replayed to the island once it can take it. */
export const interaction: Strategy = (
  host,
  hydrate,
  names = 'click focusin input change keydown',
) => {
  const missed: Event[] = [];
  const note = (event: Event) => {
    if (missed.length < mostEvents) missed.push(event);
    hydrate(event.type, missed);
  };
  const types = names.split(' ');
  for (const type of types) host.addEventListener(type, note, { capture: true, passive: true });
  return () => {
    for (const type of types) host.removeEventListener(type, note, true);
  };
};
