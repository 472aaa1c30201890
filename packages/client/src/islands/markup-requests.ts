import { hydratedEvent, type IslandHost, islandTag, slotTag, stateAttribute } from '@skerry/wire';

import type { RegionHandle } from '../region/region-handle.js';

type Host = HTMLElement & IslandHost;

/** Strategies by which an island hydrates as soon as it is visible and loaded. */
const soon = /^(load|idle|visible|only)$/;
/** Milliseconds in which such an island usually hydrates. */
const patience = 1000;

/**
 * Markup on demand: an island that is not going to hydrate soon requests its markup once it is on the screen. Loaded when
 * the props of such an island change.
 */
class MarkupRequests {
  readonly #region: RegionHandle;
  /** Islands with a request. */
  readonly #asked = new Set<Host>();
  /** Islands that request their markup unless they hydrate first. */
  readonly #waiting = new WeakSet<Host>();
  readonly #sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#sight.unobserve(target);
      const island = ownerOf(target);
      if (island) void this.#consider(island as Host);
    }
  });

  constructor(region: RegionHandle) {
    this.#region = region;
    const { host } = region;
    host.addEventListener(hydratedEvent, ({ target }) => {
      if (this.#asked.delete(target as Host)) this.#tell(target as Host, false);
    });
    // With each join the server forgets all requests, also unanswered ones.
    new MutationObserver(() => {
      if (host.dataset.state === 'live') this.#asked.forEach((island) => this.#ask(island));
    }).observe(host, { attributeFilter: [stateAttribute] });
  }

  /** Adds an island whose markup is out of date. */
  addIsland(island: Host): void {
    if (this.#asked.has(island) || this.#waiting.has(island)) return;
    // A host has no box, and an element without one is never seen.
    const box = [...island.querySelectorAll('*')].find(
      (element) => ownerOf(element) === island && getComputedStyle(element).display !== 'contents',
    );
    if (box) this.#sight.observe(box);
    else void this.#consider(island);
  }

  async #consider(island: Host): Promise<void> {
    this.#waiting.add(island);
    // A failed island is not going to hydrate.
    const isSoon = island.phase !== 'failed' && soon.test(island.getAttribute('on')!);
    await (isSoon && new Promise((go) => setTimeout(go, patience)));
    this.#waiting.delete(island);
    if (!this.#asked.has(island)) this.#ask(island);
  }

  #ask(island: Host): void {
    if (!island.isConnected) this.#asked.delete(island);
    else if (island.phase !== 'live') {
      this.#asked.add(island);
      this.#tell(island, true);
    }
  }

  #tell(island: Host, value: boolean): void {
    this.#region.raiseEvent({
      type: 'island',
      name: island.getAttribute('at')!,
      value,
      settle: (_, error) => {
        // A new region does not know of the request.
        if (error && error.code !== 'lost') this.#asked.delete(island);
      },
    });
  }
}

// A form may have a field named `closest`.
const ownerOf = (element: Element): Element | null =>
  Element.prototype.closest.call(element, `${slotTag},${islandTag}`);

const requestsOf = new WeakMap<RegionHandle, MarkupRequests>();

/** Requests the markup of an island once it is needed. */
export function requestMarkup(region: RegionHandle, island: Host): void {
  const requests = requestsOf.get(region) ?? new MarkupRequests(region);
  requestsOf.set(region, requests);
  requests.addIsland(island);
}
