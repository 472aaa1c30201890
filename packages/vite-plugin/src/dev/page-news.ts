import type { CustomPayload, FullReloadPayload, ViteDevServer } from 'vite';

import { openedEvent } from './run-failures.js';

type Hot = ViteDevServer['environments']['client']['hot'];

/** Makes open pages load again. */
const fullReload: FullReloadPayload = { type: 'full-reload' };
const editedEvent = 'skerry:edited';
/** Makes open pages show what the server makes of them now; see `browser/edits.ts`. */
const edited: CustomPayload = { type: 'custom', event: editedEvent };

/** Tells pages that the app has a new version which they do not show. */
export class PageNews {
  readonly #hot: Hot;
  /** The message that pages get with the next version. */
  #next: typeof fullReload | typeof edited | undefined;
  /** When pages got one last. */
  #toldAt: number | undefined;

  constructor({ environments }: ViteDevServer) {
    this.#hot = environments.client.hot;
    // A page that was being loaded did not hear the last message.
    this.#hot.on(openedEvent, (_, page) => {
      if (this.#toldAt) page.send(editedEvent, { age: Date.now() - this.#toldAt });
    });
  }

  /** Notes that the next version makes other pages, which open pages show. */
  updatePagesWithNext(): void {
    this.#next ??= edited;
  }

  /** Notes that open pages have to be loaded again with the next version. */
  reloadPagesWithNext(): void {
    this.#next = fullReload;
  }

  /** Tells pages what was noted, now that the version is there. */
  tellPages(): void {
    if (!this.#next) return;
    this.#hot.send(this.#next);
    this.#next = undefined;
    this.#toldAt = Date.now();
  }
}
