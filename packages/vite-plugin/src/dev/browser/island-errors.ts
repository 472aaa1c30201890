import type { UpdatePayload } from 'vite';
import { islandErrorEvent, type IslandPhase } from '@skerry/wire';

import type { IslandFailure } from '../island-errors.js';

/** Reports failures of islands to the development server, and starts those islands again with the next edit. Runs in browsers. */

/** The element of an island, with the members used here. */
interface Host {
  isConnected: boolean;
  phase?: IslandPhase;
  replaceWith(node: unknown): void;
}
interface Failed {
  target: Host;
  detail: { phase: string; error: unknown };
}
interface Page {
  addEventListener(type: string, listener: (event: Failed) => void): void;
  document: {
    querySelector(selector: string): unknown;
    createComment(text: string): { replaceWith(node: unknown): void };
  };
}
interface Hot {
  send(event: typeof islandErrorEvent, failure: IslandFailure): void;
  on(event: string, listener: (payload: UpdatePayload) => void): void;
}

const page = globalThis as unknown as Page;
const hot = (import.meta as unknown as { hot: Hot }).hot;
const failed = new Set<Host>();

page.addEventListener(islandErrorEvent, ({ target, detail: { phase, error } }) => {
  failed.add(target);
  // Vite's own overlay knows more about failed loads.
  if (phase === 'load' && page.document.querySelector('vite-error-overlay')) return;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  // The island throws it to the page as well, so that Vite writes it in the terminal, with its place in the sources.
  hot.send(islandErrorEvent, { message, stack });
});

hot.on('vite:afterUpdate', ({ updates }) => {
  if (!updates.some(({ type }) => type === 'js-update')) return;
  for (const host of failed) void restart(host);
  failed.clear();
});

/** Takes an island out of the page and puts it back: it ends when it leaves, and starts when it is back. */
async function restart(host: Host): Promise<void> {
  if (!host.isConnected) return;
  // A neighbour may be out of the page at the same time.
  const place = page.document.createComment('');
  host.replaceWith(place);
  await Promise.resolve();
  host.phase = 'gone';
  place.replaceWith(host);
}
