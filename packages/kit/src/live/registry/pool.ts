import { Holdings, HoldingsBy } from './holdings.js';
import type { Region } from '../region/region.js';

/** The bounds of a pool. */
export interface PoolBounds {
  /** Milliseconds that a region may wait. */
  readonly time: number;
  readonly regions: number;
  readonly bytes: number;
}

/**
 * Regions that wait for a browser, within bounds. The oldest goes first; but if the address of a new one has
 * more than its share of the pool, the oldest of that address.
 */
export class Pool {
  readonly #bounds: PoolBounds;
  /** Times of expiry, by region, in order of arrival and so of expiry. */
  readonly #expiries = new Map<Region, number>();
  readonly #holdings = new Holdings();
  readonly #addresses = new HoldingsBy(({ address }) => address);
  #timer: NodeJS.Timeout | undefined;

  constructor(bounds: PoolBounds) {
    this.#bounds = bounds;
  }

  get count(): number {
    return this.#holdings.count;
  }

  /** About how many bytes they hold. */
  get bytes(): number {
    return this.#holdings.bytes;
  }

  /** Adds a region, for a while. */
  add(region: Region): void {
    this.#expiries.set(region, Date.now() + this.#bounds.time);
    this.#set(region);
    this.#schedule();
  }

  /** Updates the size of a region, if it is here. */
  resized(region: Region): void {
    if (this.#holdings.has(region)) this.#set(region);
  }

  delete(region: Region): boolean {
    this.#expiries.delete(region);
    this.#addresses.delete(region);
    return this.#holdings.delete(region);
  }

  /** Stops ending regions. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #set(region: Region): void {
    this.#holdings.set(region);
    this.#addresses.set(region);
    // A region that will never fit must not evict others.
    if (region.scale.size.bytes > this.#bounds.bytes) return this.#evict(region);
    const { regions, bytes } = this.#bounds;
    while (this.count > regions || this.bytes > bytes) this.#evict(this.#nextToGo(region));
  }

  #nextToGo(newcomer: Region): Region {
    const { regions, bytes } = this.#bounds;
    const own = this.#addresses.of(newcomer);
    const share = 1 / this.#addresses.size;
    const greedy =
      own && own.count > 1 && (own.count > regions * share || own.bytes > bytes * share);
    const [oldest] = greedy ? own : this.#holdings;
    return oldest as Region;
  }

  #evict(region: Region): void {
    this.delete(region);
    region.endRegion('evicted');
  }

  #schedule(): void {
    const [next] = this.#expiries.values();
    if (this.#timer || next === undefined) return;
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, next - Date.now())).unref();
  }

  #expire(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (const [region, expires] of this.#expiries) {
      if (expires > now) break;
      region.endRegion('expired');
    }
    this.#schedule();
  }
}
