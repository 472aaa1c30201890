import { isDeepStrictEqual } from 'node:util';

import type { HandledEvent, History, RaisedEvent, Violation } from './history.js';

/** Tells whether a handled payload is that of a raised event. */
export type SamePayload = (raised: unknown, handled: unknown) => boolean;

/**
 * Compares payloads as far as both have the same members: a schema may leave members out, add some, and trim texts.
 */
export const samePayload: SamePayload = (raised, handled) => {
  if (!isRecord(raised) || !isRecord(handled)) return same(raised ?? null, handled ?? null);
  return Object.entries(handled).every(
    ([name, value]) => !Object.hasOwn(raised, name) || same(raised[name], value),
  );
};

const same = (raised: unknown, handled: unknown): boolean =>
  typeof raised === 'string' && typeof handled === 'string'
    ? raised.trim() === handled.trim()
    : isDeepStrictEqual(raised, handled);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Finds what a history shows to be broken: while the app is at rest, no event is open. */
export function checkHistory(history: History, isSame: SamePayload = samePayload): Violation[] {
  const violations = [...history.seen, ...checkSessions(history)];
  const handled = byRegion(history.handled);
  const raised = byRegion(history.raised);
  for (const region of new Set([...raised.keys(), ...handled.keys()]))
    violations.push(...checkRegion(raised.get(region) ?? [], handled.get(region) ?? [], isSame));
  return violations;
}

function byRegion<Item extends { readonly region: string }>(
  items: readonly Item[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.region);
    if (group) group.push(item);
    else groups.set(item.region, [item]);
  }
  return groups;
}

/** Every handler ran in the session that its region was mounted for, and behind its guards. */
function checkSessions({ handled, sessionOf }: History): Violation[] {
  return handled.flatMap(({ region, session, event, payload, wasAllowed }) => {
    const what = `${event} ${JSON.stringify(payload)} in the region ${region}`;
    const owner = sessionOf.get(region);
    const found: Violation[] = [];
    if (owner !== session)
      found.push({
        invariant: 'other-session',
        message: `${what} was handled for the session ${session}; the region is that of ${owner ?? 'nobody'}.`,
      });
    if (!wasAllowed)
      found.push({
        invariant: 'open-guard',
        message: `${what} was handled, though a guard had failed or refused it.`,
      });
    return found;
  });
}

/**
 * Matches what was handled in a region with what was raised there, both in their order. An acknowledged event is in it once, a
 * refused one is not, and one whose answer never came may be. All ways to match are followed at once, as a regular
 * expression is matched without backtracking.
 */
function checkRegion(
  raised: readonly RaisedEvent[],
  handled: readonly HandledEvent[],
  isSame: SamePayload,
): Violation[] {
  let places: ReadonlySet<number> = new Set([0]);
  for (const [i, run] of handled.entries()) {
    const next = new Set<number>();
    for (const place of places)
      for (let at = place; at < raised.length; at++) {
        const event = raised[at] as RaisedEvent;
        if (isCandidate(event) && isOf(event, run, isSame)) next.add(at + 1);
        if (isRequired(event)) break;
      }
    if (next.size === 0) return [unmatched(raised, handled, i, isSame)];
    places = next;
  }
  // The way that leaves the fewest events behind.
  const rest = raised.slice(Math.max(...places)).filter(isRequired);
  const ends = [...places].some((place) => !raised.slice(place).some(isRequired));
  return ends ? [] : rest.map(lost);
}

const isRequired = ({ outcome }: RaisedEvent): boolean => outcome === 'acknowledged';

const isCandidate = ({ outcome }: RaisedEvent): boolean => outcome !== 'refused';

const isOf = ({ event, value }: RaisedEvent, run: HandledEvent, isSame: SamePayload): boolean =>
  event === run.event && isSame(value, run.payload);

const lost = ({ visitor, region, event, value }: RaisedEvent): Violation => ({
  invariant: 'lost-event',
  message: `${event} ${JSON.stringify(value)} of visitor ${visitor} was acknowledged in the region ${region}, and never handled.`,
});

/** Says what is wrong with a run that fits nothing. */
function unmatched(
  raised: readonly RaisedEvent[],
  handled: readonly HandledEvent[],
  at: number,
  isSame: SamePayload,
): Violation {
  const run = handled[at] as HandledEvent;
  const count = (runs: readonly HandledEvent[]): number =>
    runs.filter((other) => other.event === run.event && isSame(other.payload, run.payload)).length;
  const fitting = raised.filter((event) => isOf(event, run, isSame));
  const possible = fitting.filter(isCandidate).length;
  const what = `${run.event} ${JSON.stringify(run.payload)} in the region ${run.region}`;
  if (possible === 0 && fitting.length > 0)
    return {
      invariant: 'handled-though-refused',
      message: `${what} was handled, and its browser was told that it was refused.`,
    };
  if (count(handled) > possible)
    return {
      invariant: 'handled-twice',
      message: `${what} was handled ${count(handled)} times; it was raised ${possible} times.`,
    };
  const missing = raised.find(
    (event) => isRequired(event) && !handled.some((other) => isOf(event, other, isSame)),
  );
  if (missing) return lost(missing);
  return {
    invariant: 'wrong-order',
    message: `${what} was handled as number ${at + 1}, out of the order in which it was raised.`,
  };
}
