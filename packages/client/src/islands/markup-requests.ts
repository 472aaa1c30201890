import { hydratedEvent, type IslandHost, islandTag, slotTag, stateAttribute } from '@skerry/wire';

import type { RegionHandle } from '../region/region-handle.js';

type Host = HTMLElement & IslandHost;

/** Strategies by which an island renders as soon as somebody can look at it, once it is loaded. */
const soon = /^(load|idle|visible)$/;
/** Milliseconds in which it does, usually. */
const patience = 1000;

/** Resolves when an island may be said not to render by itself soon. One that has tried and does not has failed. */
const waitFor = (island: Host): Promise<unknown> | undefined =>
  island.phase === 'failed' || !soon.test(island.getAttribute('on')!)
    ? undefined
    : new Promise((go) => setTimeout(go, patience));

/**
 * HTML on demand: islands that will not render by themselves soon have the server send their markup, each once it is on
 * the screen. Loaded where a page has such an island, and its props change.
 */
class MarkupRequests {
  readonly #region: RegionHandle;
  /** Islands that have asked. */
  readonly #asked = new Set<Host>();
  /** Islands that will ask, unless they render by themselves first. */
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
    // With each join the server forgets who has asked, also those whom it is still to answer.
    new MutationObserver(() => {
      if (host.dataset.state === 'live') this.#asked.forEach((island) => this.#ask(island));
    }).observe(host, { attributeFilter: [stateAttribute] });
  }

  /** Looks after an island that is shown with other props than it has. */
  addIsland(island: Host): void {
    if (this.#asked.has(island) || this.#waiting.has(island)) return;
    // A host makes no box, and what makes none is never seen.
    const box = [...island.querySelectorAll('*')].find(
      (element) => ownerOf(element) === island && getComputedStyle(element).display !== 'contents',
    );
    if (box) this.#sight.observe(box);
    else void this.#consider(island);
  }

  async #consider(island: Host): Promise<void> {
    this.#waiting.add(island);
    await waitFor(island);
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
        // A region that was made anew has not heard of it.
        if (error && error.code !== 'lost') this.#asked.delete(island);
      },
    });
  }
}

// A form may have a field that is called `closest`.
const ownerOf = (element: Element): Element | null =>
  Element.prototype.closest.call(element, `${slotTag},${islandTag}`);

const requestsOf = new WeakMap<RegionHandle, MarkupRequests>();

/** Has an island ask for its markup. */
export function requestMarkup(region: RegionHandle, island: Host): void {
  const requests = requestsOf.get(region) ?? new MarkupRequests(region);
  requestsOf.set(region, requests);
  requests.addIsland(island);
}
