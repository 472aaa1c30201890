import type { Limits } from '../../core/limits.js';
import type { LiveSession } from '../../core/session.js';
import { Holdings, HoldingsBy } from './holdings.js';
import { Pool } from './pool.js';
import type { Region } from '../region/region.js';
import type { RegionCount, Usage } from './usage.js';

/**
 * All regions of a server. Those without a connection are parked: kept for a while, in bounds. Those that nobody has joined
 * yet have a pool of their own, so that visitors who come cost none that comes back its region. A region belongs to nobody
 * until a page joins it, and to that page from then on; always to its session.
 */
export class RegionRegistry {
  readonly #limits: Limits;
  /** Regions that no page has joined, by id. */
  readonly #unclaimed = new Map<string, Region>();
  /** Regions that belong to a page, by id, session and page. */
  readonly #claimed = new Map<string, Region>();
  readonly #owners = new WeakMap<Region, string>();
  readonly #joined = new Holdings();
  readonly #unclaimedPool: Pool;
  readonly #parkedPool: Pool;
  readonly #sessions = new HoldingsBy(({ session }) => session.id);
  /** Those of each session that are parked. */
  readonly #parked = new HoldingsBy(({ session }) => session.id);

  constructor(limits: Limits) {
    this.#limits = limits;
    const {
      parkTimeout: time,
      maxUnclaimedRegions,
      maxUnclaimedBytes,
      maxParkedRegions,
      maxParkedBytes,
    } = limits;
    this.#unclaimedPool = new Pool({
      time,
      regions: maxUnclaimedRegions,
      bytes: maxUnclaimedBytes,
    });
    this.#parkedPool = new Pool({ time, regions: maxParkedRegions, bytes: maxParkedBytes });
  }

  /** Takes in a region of a page that nobody has joined from yet. */
  add(region: Region): void {
    if (region.ended) return;
    this.#unclaimed.set(region.id, region);
    this.#sessions.set(region);
  }

  /** Takes in a region that was mounted for a page. */
  addClaimed(region: Region, page: string): void {
    this.#own(region, page);
    this.#sessions.set(region);
  }

  /** The region that this page may join by this id: its own, or one of its session that no page has joined yet. */
  claim(id: string, page: string, session: LiveSession): Region | undefined {
    const owned = this.#claimed.get(ownedKey({ id, session }, page));
    if (owned) return owned;
    const unclaimed = this.#unclaimed.get(id);
    return unclaimed?.session.id === session.id ? unclaimed : undefined;
  }

  /** The page that a region belongs to. */
  ownerOf(region: Region): string | undefined {
    return this.#owners.get(region);
  }

  /** A page has joined a region: it is the page's now, and no longer parked. */
  join(region: Region, page: string): void {
    this.#unpark(region);
    this.#joined.set(region);
    if (this.#unclaimed.get(region.id) === region) {
      this.#unclaimed.delete(region.id);
      this.#own(region, page);
    }
  }

  /** Keeps a region for a while. */
  park(region: Region): void {
    if (region.ended) return;
    region.scale.weigh();
    this.#joined.delete(region);
    this.#unpark(region);
    this.#parked.set(region);
    const siblings = this.#parked.of(region) as Holdings;
    if (siblings.count > this.#limits.maxParkedPerSession) evictFirst(siblings);
    if (!this.makeRoom(region, region.scale.size.bytes)) return region.end('evicted');
    const isUnclaimed = this.#unclaimed.get(region.id) === region;
    (isUnclaimed ? this.#unclaimedPool : this.#parkedPool).add(region);
  }

  /** Lets parked regions of the same session go, so that this one may hold so much; `false` where that is not enough. */
  makeRoom(region: Region, bytes: number): boolean {
    const { maxSessionBytes } = this.#limits;
    for (;;) {
      const others = this.#sessions.of(region);
      const own = others?.has(region) ? region.scale.size.bytes : 0;
      if (bytes + (others?.bytes ?? 0) - own <= maxSessionBytes) return true;
      if (!evictFirst(this.#parked.of(region) ?? [], region)) return false;
    }
  }

  /** Takes note that a region holds more or less than before. */
  resized(region: Region): void {
    for (const holdings of [this.#joined, this.#sessions.of(region), this.#parked.of(region)])
      if (holdings?.has(region)) holdings.set(region);
    this.#unclaimedPool.resized(region);
    this.#parkedPool.resized(region);
  }

  /** Forgets a region that has ended, if it is here. */
  remove(region: Region): void {
    const owner = this.#owners.get(region);
    const unclaimed = this.#unclaimed.get(region.id) === region;
    if (owner === undefined && !unclaimed) return;
    this.#joined.delete(region);
    this.#unpark(region);
    this.#sessions.delete(region);
    if (unclaimed) this.#unclaimed.delete(region.id);
    else this.#claimed.delete(ownedKey(region, owner as string));
  }

  /** How many regions there are, and about what they hold. */
  get usage(): Usage['regions'] {
    return {
      joined: countOf(this.#joined),
      unclaimed: countOf(this.#unclaimedPool),
      parked: countOf(this.#parkedPool),
    };
  }

  *[Symbol.iterator](): Generator<Region> {
    yield* this.#unclaimed.values();
    yield* this.#claimed.values();
  }

  /** Ends every region. */
  close(): void {
    this.#unclaimedPool.close();
    this.#parkedPool.close();
    for (const region of this) region.end('shutdown');
  }

  #own(region: Region, page: string): void {
    this.#owners.set(region, page);
    this.#claimed.set(ownedKey(region, page), region);
  }

  #unpark(region: Region): void {
    this.#unclaimedPool.delete(region);
    this.#parkedPool.delete(region);
    this.#parked.delete(region);
  }
}

/** Ends the first of them that is not the one to keep; returns whether there was one. */
function evictFirst(regions: Iterable<Region>, keep?: Region): boolean {
  for (const region of regions) {
    if (region === keep) continue;
    region.end('evicted');
    return true;
  }
  return false;
}

const countOf = ({ count, bytes }: RegionCount): RegionCount => ({ count, bytes });

// A region of a page's file has the same id for everybody, and the name of a page is the browser's word.
const ownedKey = ({ id, session }: Pick<Region, 'id' | 'session'>, page: string): string =>
  `${id} ${session.id} ${page}`;
