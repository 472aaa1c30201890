import type { Size } from '../region/measure.js';
import type { Region } from '../region/region.js';

/** A large value: the number of regions that hold it, and its bytes. */
interface Shared {
  holders: number;
  readonly bytes: number;
}

/** Regions in order of arrival, and their memory in all: a large value that several share counts once. */
export class Holdings {
  readonly #sizes = new Map<Region, Size>();
  #shared: Map<object, Shared> | undefined;
  #bytes = 0;

  get count(): number {
    return this.#sizes.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(region: Region): boolean {
    return this.#sizes.has(region);
  }

  /** Iterates over the regions in order of arrival. */
  [Symbol.iterator](): Iterator<Region> {
    return this.#sizes.keys();
  }

  /** Adds a region, or updates its size. */
  set(region: Region): void {
    const before = this.#sizes.get(region);
    const { size } = region.scale;
    // Added before removed, so that objects of both sizes stay counted.
    this.#sizes.set(region, size);
    this.#count(size);
    if (before) this.#discount(before);
  }

  delete(region: Region): boolean {
    const size = this.#sizes.get(region);
    if (!size) return false;
    this.#discount(size);
    return this.#sizes.delete(region);
  }

  #count({ bytes, large }: Size): void {
    this.#bytes += bytes;
    for (const [value, worth] of large ?? []) {
      const known = (this.#shared ??= new Map()).get(value);
      if (known) {
        known.holders++;
        this.#bytes -= worth;
      } else this.#shared.set(value, { holders: 1, bytes: worth });
    }
  }

  #discount({ bytes, large }: Size): void {
    this.#bytes -= bytes;
    for (const [value, worth] of large ?? []) {
      const known = this.#shared?.get(value);
      if (!known) continue;
      this.#bytes += worth;
      if (--known.holders > 0) continue;
      this.#bytes -= known.bytes;
      this.#shared?.delete(value);
    }
  }
}

/** Holdings by a key of their regions; empty ones are forgotten. */
export class HoldingsBy {
  readonly #of: (region: Region) => string;
  readonly #groups = new Map<string, Holdings>();

  constructor(of: (region: Region) => string) {
    this.#of = of;
  }

  get size(): number {
    return this.#groups.size;
  }

  /** The holdings of a region's key. */
  of(region: Region): Holdings | undefined {
    return this.#groups.get(this.#of(region));
  }

  set(region: Region): void {
    const group = this.of(region) ?? new Holdings();
    this.#groups.set(this.#of(region), group);
    group.set(region);
  }

  delete(region: Region): void {
    const group = this.of(region);
    group?.delete(region);
    if (group?.count === 0) this.#groups.delete(this.#of(region));
  }
}
