import { Holdings, HoldingsBy } from './holdings.js';
import type { Region } from '../region/region.js';

/** The bounds of a pool. */
export interface PoolBounds {
  /** Milliseconds. */
  readonly time: number;
  readonly regions: number;
  readonly bytes: number;
}

/**
 * Regions that wait for a browser, within bounds. The oldest goes first; but where the address that brings another one has
 * more than its share of the pool, the oldest of that address.
 */
export class Pool {
  readonly #bounds: PoolBounds;
  /** In the order in which they came, so also in that of their expiry. */
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

  /** About what they hold. */
  get bytes(): number {
    return this.#holdings.bytes;
  }

  /** Takes a region in, for a while. */
  add(region: Region): void {
    this.#expiries.set(region, Date.now() + this.#bounds.time);
    this.#set(region);
    this.#schedule();
  }

  /** Takes note that a region holds more or less than before, if it is here. */
  resized(region: Region): void {
    if (this.#holdings.has(region)) this.#set(region);
  }

  delete(region: Region): boolean {
    this.#expiries.delete(region);
    this.#addresses.delete(region);
    return this.#holdings.delete(region);
  }

  /** Ends no region, and none any more. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #set(region: Region): void {
    this.#holdings.set(region);
    this.#addresses.set(region);
    // For one that will never fit, nobody else has to go.
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
