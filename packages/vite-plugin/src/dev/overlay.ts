import { stripVTControlCharacters } from 'node:util';
import { printable, toError } from '@skerry/kit/server';
import type { ErrorPayload, HotPayload, UpdatePayload, ViteDevServer } from 'vite';

/** Vite's error overlay, for what does not compile or start: it stays in the open pages and in those that are loaded later. */
export interface Overlay {
  /** Shows the error of a file, or of the app, until it is cleared. */
  showError(error: unknown, file?: string): void;
  /** Clears the error of a file, or of the app. */
  clearError(file?: string): void;
}

/** An error as the overlay shows it. */
export const errorPayload = (error: unknown): ErrorPayload => ({
  type: 'error',
  err: toPayload(error),
});

/** Drives Vite's overlay, which by itself shows only errors in the browser's modules. */
export function createOverlay({ environments }: ViteDevServer): Overlay {
  const { hot } = environments.client;
  /** By file; the app's own under an empty name. */
  const errors = new Map<string, ErrorPayload>();
  const latest = () => [...errors.values()].at(-1);
  // A page that finds the overlay open at its first update reloads, and its regions would start again.
  const nothingNew: UpdatePayload = { type: 'update', updates: [] };
  hot.on('vite:client:connect', (_, client) => {
    client.send(nothingNew);
    const error = latest();
    if (error) client.send(error);
  });
  const send = hot.send.bind(hot) as (payload: HotPayload | string, data?: unknown) => void;
  const refreshOverlay = () => hot.send(latest() ?? nothingNew);
  // seam: pages close the overlay at each update, and Vite sends updates itself
  hot.send = (payload: HotPayload | string, data?: unknown) => {
    send(payload, data);
    if (Object(payload).type === 'update' && errors.size > 0) refreshOverlay();
  };
  return {
    showError(error, file = '') {
      errors.delete(file);
      errors.set(file, errorPayload(error));
      refreshOverlay();
    },
    clearError(file = '') {
      if (errors.delete(file)) refreshOverlay();
    },
  };
}

/** An error as text that is safe in a page and in a terminal: the error may contain anything. */
function toPayload(thrown: unknown): ErrorPayload['err'] {
  const error = toError(thrown) as Error & Partial<ErrorPayload['err']>;
  const { id, plugin, loc } = error;
  const frame = linesOf(error.frame);
  return {
    message: linesOf(fullMessage(error)),
    // For a fault in a source file, its place is more useful than our stack.
    stack: frame ? '' : linesOf(error.stack),
    ...(isText(id) && { id: printable(id, 1_000) }),
    ...(frame && { frame }),
    ...(isText(plugin) && { plugin: printable(plugin, 100) }),
    ...(isPlace(loc) && { loc: placeOf(loc) }),
  };
}

type Place = NonNullable<ErrorPayload['err']['loc']>;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isPlace = (loc: Partial<Place> | undefined): loc is Place =>
  Number.isInteger(loc?.line) && Number.isInteger(loc?.column);

const placeOf = ({ file, line, column }: Place): Place => ({
  line,
  column,
  ...(isText(file) && { file: printable(file, 1_000) }),
});

/** The lines of a text, without colours. */
const linesOf = (text: unknown): string =>
  isText(text)
    ? stripVTControlCharacters(text.slice(0, 50_000))
        .replaceAll('\t', '  ')
        .split(/\r?\n/, 200)
        .map((line) => printable(line, 1_000))
        .join('\n')
    : '';

/** The message of an error with its next step, which errors of kit keep separate. */
export const fullMessage = ({ message, hint }: { message: string; hint?: unknown }): string =>
  typeof hint !== 'string' || String(message).includes(hint) ? message : `${message} ${hint}`;
