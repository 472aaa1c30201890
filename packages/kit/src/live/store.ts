import type { Limits } from '../core/limits.js';
import type { LiveSession } from '../core/session.js';
import type { Region } from './region.js';

/** A region that waits for its browser. */
interface Parked {
  expires: number;
  bytes: number;
}

/**
 * All regions of a server. Those without a connection are parked: kept for a while, in bounds, the least recently used
 * going first. A region belongs to nobody until a page joins it, and to that page from then on; always to its session.
 */
export class RegionStore {
  readonly #limits: Limits;
  /** Regions that no page has joined, by id. */
  readonly #fresh = new Map<string, Region>();
  /** Regions that belong to a page, by id, session and page. */
  readonly #owned = new Map<string, Region>();
  /** In the order in which they were parked, so also in that of their expiry. */
  readonly #parked = new Map<Region, Parked>();
  readonly #perSession = new Map<string, Set<Region>>();
  readonly #owners = new WeakMap<Region, string>();
  #parkedBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Takes in a region that stands in a page nobody has joined from yet. */
  add(region: Region): void {
    if (region.ended) return;
    this.#fresh.set(region.id, region);
  }

  /** Takes in a region that was mounted for a page. */
  addOwned(region: Region, page: string): void {
    this.#own(region, page);
  }

  /** The region that this page may join by this id: its own, or one of its session that no page has joined yet. */
  claim(id: string, page: string, session: LiveSession): Region | undefined {
    const owned = this.#owned.get(ownedKey({ id, session }, page));
    if (owned) return owned;
    const fresh = this.#fresh.get(id);
    return fresh?.session.id === session.id ? fresh : undefined;
  }

  /** The page that a region belongs to. */
  ownerOf(region: Region): string | undefined {
    return this.#owners.get(region);
  }

  /** A page has joined a region: it is the page's now, and no longer parked. */
  join(region: Region, page: string): void {
    this.#unpark(region);
    if (this.#fresh.get(region.id) === region) {
      this.#fresh.delete(region.id);
      this.#own(region, page);
    }
  }

  /** Keeps a region for a while; `bytes` is about what it holds. */
  park(region: Region, bytes: number): void {
    if (region.ended) return;
    this.#unpark(region);
    this.#parked.set(region, { expires: Date.now() + this.#limits.parkTime, bytes });
    this.#parkedBytes += bytes;
    const siblings = this.#perSession.get(region.session.id) ?? new Set();
    this.#perSession.set(region.session.id, siblings.add(region));
    if (siblings.size > this.#limits.parkedPerSession) this.#evict(siblings);
    while (
      this.#parked.size > this.#limits.parkedRegions ||
      this.#parkedBytes > this.#limits.parkedBytes
    )
      this.#evict(this.#parked.keys());
    this.#schedule();
  }

  /** Forgets a region that has ended. */
  remove(region: Region): void {
    this.#unpark(region);
    if (this.#fresh.get(region.id) === region) this.#fresh.delete(region.id);
    const owner = this.#owners.get(region);
    if (owner !== undefined) this.#owned.delete(ownedKey(region, owner));
  }

  /** How many regions are parked. */
  get parked(): number {
    return this.#parked.size;
  }

  *[Symbol.iterator](): Generator<Region> {
    yield* this.#fresh.values();
    yield* this.#owned.values();
  }

  /** Ends every region. */
  close(): void {
    clearTimeout(this.#timer);
    for (const region of this) region.end('shutdown');
  }

  #own(region: Region, page: string): void {
    this.#owners.set(region, page);
    this.#owned.set(ownedKey(region, page), region);
  }

  #evict(candidates: Iterable<Region>): void {
    for (const oldest of candidates) return oldest.end('evicted');
  }

  #unpark(region: Region): void {
    const parked = this.#parked.get(region);
    if (!parked) return;
    this.#parked.delete(region);
    this.#parkedBytes -= parked.bytes;
    const siblings = this.#perSession.get(region.session.id);
    siblings?.delete(region);
    if (siblings?.size === 0) this.#perSession.delete(region.session.id);
  }

  #schedule(): void {
    if (this.#timer) return;
    for (const { expires } of this.#parked.values()) {
      this.#timer = setTimeout(() => this.#expire(), Math.max(0, expires - Date.now()));
      this.#timer.unref();
      return;
    }
  }

  #expire(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (const [region, { expires }] of this.#parked) {
      if (expires > now) break;
      region.end('expired');
    }
    this.#schedule();
  }
}

// A region of a page's file has the same id for everybody, and the name of a page is the browser's word.
const ownedKey = ({ id, session }: Pick<Region, 'id' | 'session'>, page: string): string =>
  `${id} ${session.id} ${page}`;
