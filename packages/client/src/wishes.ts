import type { IslandHost } from '@skerry/wire';

import type { Region } from './region.js';

type Host = HTMLElement & IslandHost;

/**
 * HTML on demand: islands that will not render by themselves soon have the server send their markup, each once it is on
 * the screen. Loaded where a page has such an island, and its props change.
 */
class Wishes {
  readonly #region: Region;
  /** Islands that have asked, and whether the server knows. */
  readonly #asked = new Map<Host, boolean>();
  readonly #sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#sight.unobserve(target);
      this.#ask(ownerOf(target) as Host);
    }
  });

  constructor(region: Region) {
    this.#region = region;
    const { host } = region;
    host.addEventListener('skerry:hydrated', ({ target }) => {
      if (this.#asked.delete(target as Host)) this.#tell(target as Host, false);
    });
    // With each join the server forgets who has asked.
    new MutationObserver(() => {
      if (host.dataset.state === 'live') this.#askAgain();
    }).observe(host, { attributeFilter: ['data-state'] });
  }

  /** Looks after an island that is shown with other props than it has. */
  add(island: Host): void {
    if (this.#asked.has(island)) return;
    // A host makes no box, and what makes none is never seen.
    const box = Array.from(island.querySelectorAll('*')).find(
      (element) => ownerOf(element) === island && getComputedStyle(element).display !== 'contents',
    );
    if (box) this.#sight.observe(box);
    else this.#ask(island);
  }

  #ask(island: Host): void {
    if (island.hydrated) return;
    this.#asked.set(island, false);
    this.#tell(island, true);
  }

  #askAgain(): void {
    for (const [island, isKnown] of this.#asked)
      if (!island.isConnected) this.#asked.delete(island);
      else if (isKnown) this.#ask(island);
  }

  #tell(island: Host, value: boolean): void {
    this.#region.raise({
      type: 'island',
      name: island.getAttribute('at')!,
      value,
      settle: (_, error) => {
        // A region that was made anew has not heard of it.
        if (error && error.code !== 'lost') this.#asked.delete(island);
        else if (value) this.#asked.set(island, true);
      },
    });
  }
}

// A form may have a field that is called `closest`.
const ownerOf = (element: Element): Element | null =>
  Element.prototype.closest.call(element, 'skerry-slot,skerry-island');

const wishes = new WeakMap<Region, Wishes>();

/** Has an island ask for its markup. */
export function wish(region: Region, island: Host): void {
  let all = wishes.get(region);
  if (!all) wishes.set(region, (all = new Wishes(region)));
  all.add(island);
}
