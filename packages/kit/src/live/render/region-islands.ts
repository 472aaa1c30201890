import { regionIdPrefix } from '@skerry/wire';

import type { IslandInfo } from '../../template/island/island-element.js';
import type { IslandContext } from '../../template/island/island-html.js';
import type { RegionCore } from '../region/parts.js';

/** The islands in a region: reports their renders, and keeps the markup requests of its browser. */
export class RegionIslands implements IslandContext {
  readonly #region: RegionCore;
  /** Paths of islands that have not hydrated, in the order of their requests. */
  #requested: Set<string> | undefined;

  constructor(region: RegionCore) {
    this.#region = region;
  }

  get host(): string {
    return regionIdPrefix + this.#region.id;
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
    return this.#requested?.has(path) ?? false;
  }

  /** Sends the markup of an island whenever it changes. Beyond the limit the oldest request is forgotten. */
  requestMarkup(path: string): void {
    const requested = (this.#requested ??= new Set());
    requested.delete(path);
    requested.add(path);
    const [first] = requested;
    if (requested.size > this.#region.services.limits.maxMarkupRequests)
      requested.delete(first as string);
  }

  /** Stops sending the markup of an island. */
  releaseMarkup(path: string): void {
    this.#requested?.delete(path);
  }

  /** The memory that the requests take. */
  get held(): unknown {
    return this.#requested;
  }

  /** Forgets all requests: another page may have joined, and makes its own. */
  forgetRequests(): void {
    this.#requested = undefined;
  }
}
