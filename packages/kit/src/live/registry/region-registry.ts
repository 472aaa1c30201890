import type { Limits } from '../../core/limits.js';
import type { LiveSession } from '../../core/session.js';
import { Holdings, HoldingsBy } from './holdings.js';
import { Pool } from './pool.js';
import type { Region } from '../region/region.js';
import type { RegionCount, Usage } from './usage.js';

/**
 * All regions of a server. A region without a connection is parked: kept for a while, within bounds. Unclaimed regions have
 * a pool of their own, so that new visitors do not cost returning ones their regions. A region always belongs to its
 * session, and from its first join on to the page load that joined it.
 */
export class RegionRegistry {
  readonly #limits: Limits;
  /** Regions that no page load has joined, by id and session. */
  readonly #unclaimed = new Map<string, Region>();
  readonly #isUnclaimed = new WeakSet<Region>();
  /** Regions that belong to a page load, by id, session and page load. */
  readonly #claimed = new Map<string, Region>();
  readonly #owners = new WeakMap<Region, string>();
  readonly #joined = new Holdings();
  readonly #unclaimedPool: Pool;
  readonly #parkedPool: Pool;
  readonly #sessions = new HoldingsBy(({ session }) => session.id);
  /** The parked regions of each session. */
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

  /** Adds a region that no page load has joined yet. */
  addUnclaimed(region: Region): void {
    if (region.ended) return;
    // Of a file, a visitor may have posted more than one form at once: the last region is the one to be shown.
    const before = this.#unclaimed.get(keyOf(region));
    if (before !== region) before?.endRegion('evicted');
    this.#unclaimed.set(keyOf(region), region);
    this.#isUnclaimed.add(region);
    this.#sessions.set(region);
  }

  /** Adds a region that was mounted for a page load. */
  addClaimed(region: Region, page: string): void {
    this.#own(region, page);
    this.#sessions.set(region);
  }

  /** Takes a region from its page load: the next page that joins it gets it. */
  unclaimRegion(region: Region): void {
    const owner = this.#owners.get(region);
    if (owner === undefined) return;
    this.#unpark(region);
    this.#claimed.delete(ownedKey(region, owner));
    this.#owners.delete(region);
    this.addUnclaimed(region);
  }

  /** The region that this page load may join by this id: its own, or an unclaimed one of its session. */
  claimRegion(id: string, page: string, session: LiveSession): Region | undefined {
    const owned = this.#claimed.get(ownedKey({ id, session }, page));
    if (owned) return owned;
    return this.#unclaimed.get(keyOf({ id, session }));
  }

  /** The page load that a region belongs to. */
  ownerOf(region: Region): string | undefined {
    return this.#owners.get(region);
  }

  /** Notes that a page load has joined a region: the region belongs to it now, and is no longer parked. */
  joinRegion(region: Region, page: string): void {
    this.#unpark(region);
    this.#joined.set(region);
    if (this.#claim(region)) this.#own(region, page);
  }

  /** Keeps a region for a while. */
  parkRegion(region: Region): void {
    if (region.ended) return;
    region.scale.weighRegion();
    this.#joined.delete(region);
    this.#unpark(region);
    this.#parked.set(region);
    const siblings = this.#parked.of(region) as Holdings;
    if (siblings.count > this.#limits.maxParkedPerSession) evictFirst(siblings);
    if (!this.makeRoom(region, region.scale.size.bytes)) return region.endRegion('evicted');
    (this.#isUnclaimed.has(region) ? this.#unclaimedPool : this.#parkedPool).add(region);
  }

  /** Ends parked regions of the same session until this one may hold so many bytes; `false` if it still may not. */
  makeRoom(region: Region, bytes: number): boolean {
    const { maxSessionBytes } = this.#limits;
    for (;;) {
      const others = this.#sessions.of(region);
      const own = others?.has(region) ? region.scale.size.bytes : 0;
      if (bytes + (others?.bytes ?? 0) - own <= maxSessionBytes) return true;
      if (!evictFirst(this.#parked.of(region) ?? [], region)) return false;
    }
  }

  /** Notes that the size of a region has changed. */
  noteSize(region: Region): void {
    for (const holdings of [this.#joined, this.#sessions.of(region), this.#parked.of(region)])
      if (holdings?.has(region)) holdings.set(region);
    this.#unclaimedPool.resized(region);
    this.#parkedPool.resized(region);
  }

  /** Forgets a region that has ended. */
  removeRegion(region: Region): void {
    const owner = this.#owners.get(region);
    const wasUnclaimed = this.#claim(region);
    if (owner === undefined && !wasUnclaimed) return;
    this.#joined.delete(region);
    this.#unpark(region);
    this.#sessions.delete(region);
    if (!wasUnclaimed) this.#claimed.delete(ownedKey(region, owner as string));
  }

  /** The numbers of regions, and estimates of their bytes. */
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
    for (const region of this) region.endRegion('shutdown');
  }

  /** Forgets that a region is unclaimed. Returns true if it was: others are not asked for their session, as a build has none. */
  #claim(region: Region): boolean {
    return this.#isUnclaimed.delete(region) && this.#unclaimed.delete(keyOf(region));
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

/** Ends the first region that is not to be kept; returns `false` if there is none. */
function evictFirst(regions: Iterable<Region>, keep?: Region): boolean {
  for (const region of regions) {
    if (region === keep) continue;
    region.endRegion('evicted');
    return true;
  }
  return false;
}

const countOf = ({ count, bytes }: RegionCount): RegionCount => ({ count, bytes });

// A region of a file has the same id for all visitors.
const keyOf = ({ id, session }: Pick<Region, 'id' | 'session'>): string => `${id} ${session.id}`;

// The name of a page load comes from the browser.
const ownedKey = (region: Pick<Region, 'id' | 'session'>, page: string): string =>
  `${keyOf(region)} ${page}`;
