import type { Strategy } from './strategy.js';

/** So many events wait for an island at most. */
const mostEvents = 100;

/** With the first event of these names. It takes its course, and the island gets it once more when it can take it. */
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
