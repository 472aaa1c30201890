import type { IslandInfo } from '../../template/island/island-element.js';
import type { IslandContext } from '../../template/island/island-html.js';
import type { RegionCore } from '../region/parts.js';

/** The islands in a region: who hears of them, and whose markup its browser asks for. */
export class RegionIslands implements IslandContext {
  readonly #region: RegionCore;
  /** Paths of islands that have not hydrated, in the order in which their browser asked. */
  #wished: Set<string> | undefined;

  constructor(region: RegionCore) {
    this.#region = region;
  }

  get host(): string {
    return `lv-${this.#region.id}`;
  }

  rendered(island: IslandInfo, micros: number, bytes: number): void {
    const { services, info: region } = this.#region;
    services.hooks.onIsland.call({ island, micros, bytes, region });
  }

  failed(island: IslandInfo, error: Error): void {
    const { services, info: region } = this.#region;
    services.hooks.onError.call({ error, where: 'island', island, region });
  }

  wants(path: string): boolean {
    return this.#wished?.has(path) ?? false;
  }

  /** Sends the markup of an island whenever it changes. Of too many, the one that was asked for first is forgotten. */
  wish(path: string): void {
    const wished = (this.#wished ??= new Set());
    wished.delete(path);
    wished.add(path);
    const [first] = wished;
    if (wished.size > this.#region.services.limits.maxMarkupRequests)
      wished.delete(first as string);
  }

  /** Sends it no longer. */
  release(path: string): void {
    this.#wished?.delete(path);
  }

  /** What it keeps in memory. */
  get held(): unknown {
    return this.#wished;
  }

  /** Another page may have come: it asks anew. */
  clear(): void {
    this.#wished = undefined;
  }
}
