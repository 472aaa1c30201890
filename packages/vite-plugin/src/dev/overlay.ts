import { stripVTControlCharacters } from 'node:util';
import type { ErrorPayload, UpdatePayload, ViteDevServer } from 'vite';

import { fullMessage } from '../file-error.js';

/** Vite's error overlay in the open pages. */
export interface Overlay {
  /** Shows an error, also in pages that are loaded later, until it is cleared. */
  show(error: unknown): void;
  clear(): void;
}

/** An error as the overlay shows it. */
export const errorPayload = (error: unknown): ErrorPayload => ({
  type: 'error',
  err: toPayload(error),
});

/** Drives Vite's overlay, which by itself knows only of errors in the browser's modules. */
export function createOverlay({ environments }: ViteDevServer): Overlay {
  const { hot } = environments.client;
  let shown: ErrorPayload | undefined;
  // A page that finds the overlay open at its first update loads itself again, and its regions would start anew.
  const nothingNew: UpdatePayload = { type: 'update', updates: [] };
  hot.on('vite:client:connect', (_, client) => {
    client.send(nothingNew);
    if (shown) client.send(shown);
  });
  return {
    show(error) {
      hot.send((shown = errorPayload(error)));
    },
    clear() {
      if (shown) hot.send(nothingNew);
      shown = undefined;
    },
  };
}

function toPayload(thrown: unknown): ErrorPayload['err'] {
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as Error &
    Partial<ErrorPayload['err']>;
  const { id, frame, plugin, loc } = error;
  return {
    message: plain(fullMessage(error)),
    // What is wrong in a source is said by its place in it, and by no stack of ours.
    stack: frame ? '' : plain(error.stack ?? ''),
    ...(id && { id }),
    ...(frame && { frame: plain(frame) }),
    ...(plugin && { plugin }),
    ...(loc && { loc }),
  };
}

const plain = stripVTControlCharacters;
