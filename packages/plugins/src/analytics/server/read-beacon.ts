/** The longest beacon, in bytes. */
export const maxBeaconBytes = 4096;

/** The most kinds of islands in one beacon, and the most islands of one kind. */
const maxHydrations = 30;
const maxIslands = 100;

/** The highest values of web vitals that are believed; higher ones count as these. */
const highest = { LCP: 60_000, INP: 60_000, CLS: 10 } as const;

/** A web vital of a page view; `former` was told before for the same view. */
export interface BeaconVital {
  readonly metric: keyof typeof highest;
  readonly value: number;
  readonly former?: number;
}

/** Islands of one kind that have hydrated; a beacon has each kind once. */
export interface BeaconHydration {
  readonly island: string;
  readonly strategy: string;
  readonly count: number;
}

/** What a browser tells of one page view. */
export interface Beacon {
  /** The path of the page. */
  readonly path: string;
  /** True if no request has shown the page: it came from a file, a cache, or was loaded ahead. */
  readonly isView: boolean;
  /** The URL of the page before, of another site. */
  readonly referrer: string | null;
  readonly vitals: readonly BeaconVital[];
  readonly hydrations: readonly BeaconHydration[];
}

/**
 * Reads a beacon, which anybody may have written: members that it does not know and values of the wrong kind are left out,
 * numbers are brought into their bounds.
 *
 * @param text JSON, as `browser/send.ts` writes it
 * @returns `undefined` if it is no beacon
 */
export function readBeacon(text: string): Beacon | undefined {
  const read = parse(text);
  if (typeof read !== 'object' || read === null) return undefined;
  const { p, v, r, l, i, c, h } = read as Partial<Record<string, unknown>>;
  if (typeof p !== 'string' || !p.startsWith('/') || p.length > 1024) return undefined;
  return {
    path: p,
    isView: v === 1,
    referrer: typeof r === 'string' ? r : null,
    vitals: [...readVital('LCP', l), ...readVital('INP', i), ...readVital('CLS', c)],
    hydrations: Array.isArray(h) ? readHydrations(h.slice(0, maxHydrations)) : [],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readVital(metric: BeaconVital['metric'], told: unknown): BeaconVital[] {
  if (!Array.isArray(told)) return [];
  const [value, former] = told.map((each: unknown) => clampNumber(each, highest[metric]));
  if (value === undefined) return [];
  return [former === undefined ? { metric, value } : { metric, value, former }];
}

function readHydrations(told: readonly unknown[]): BeaconHydration[] {
  const kinds = new Map<string, BeaconHydration>();
  for (const each of told) {
    const read = readHydration(each);
    if (!read) continue;
    const kind = JSON.stringify([read.island, read.strategy]);
    const count = Math.min(maxIslands, read.count + (kinds.get(kind)?.count ?? 0));
    kinds.set(kind, { ...read, count });
  }
  return [...kinds.values()];
}

function readHydration(told: unknown): BeaconHydration | undefined {
  if (!Array.isArray(told)) return undefined;
  const [island, strategy, times] = told as unknown[];
  const count = Math.floor(clampNumber(times, maxIslands) ?? 0);
  if (typeof island !== 'string' || typeof strategy !== 'string' || count === 0) return undefined;
  return { island, strategy, count };
}

/** A number between 0 and a bound; `undefined` if it is none. */
const clampNumber = (told: unknown, most: number): number | undefined =>
  typeof told === 'number' && Number.isFinite(told) ? Math.min(Math.max(told, 0), most) : undefined;
