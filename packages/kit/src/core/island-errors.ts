import { printable } from './printable.js';
import { entry, list, quote } from './error-entry.js';

const by = (packages: readonly string[]): string =>
  packages.length === 0 ? '' : ` because of ${list(packages, 2)}`;

/** Faults in islands. */
export const islandErrors = {
  /** Thrown at the start, or goes to `onError`: the page goes without what was collected. */
  'bad-collector': entry<{ file: string; problem: string }>(
    'Unusable collector',
    ({ file, problem }) => `${file} ${problem}.`,
    'Write `export function collect(page) { return { wrap, head }; }` as the guide on islands shows: `wrap` returns an element around the island, `head` a text of closed elements that a <head> can hold.',
  ),
  'island-without-strategy': entry<{ island: string }>(
    'Island without a strategy',
    ({ island }) => `The island ${quote(island)} does not say when it hydrates.`,
    'Choose one of client:load, client:visible, client:idle, client:interaction, client:media and client:only; client:none for only its HTML.',
  ),
  'bad-directive': entry<{ island: string; problem: string }>(
    'Unusable directive',
    ({ island, problem }) => `The island ${quote(island)} cannot follow its directives. ${problem}`,
    'Give it one strategy, and client:priority="high", "auto" or "low" where that matters.',
  ),
  'island-props': entry<{ island: string; path: string; value: string }>(
    'Prop that is not data',
    ({ island, path, value }) =>
      `The island ${quote(island)} was given ${value} as ${quote(path)}, which cannot be sent to a browser.`,
    'Pass data, or markup as a prop of its own; handlers live inside the island, or call useLive().send().',
  ),
  /** Goes to `onError`, with `where: "island"`; the page goes without its markup, and the browser renders it. */
  'browser-only-island': entry<{ island: string; from: readonly string[]; problem: string }>(
    'Island that needs a browser',
    ({ island, from, problem }) =>
      `The island ${quote(island)} cannot run on the server${by(from)}: ${printable(problem, 200)}.`,
    'Show it with client:only, and with a fallback={…} until it is there; or use what only browsers have in effects and handlers.',
  ),
  /** Goes to `onError`, with `where: "island"`; the page goes without its markup, and the browser tries to render it. */
  'island-of-react': entry<{ island: string; from: readonly string[]; problem: string }>(
    'Code of React in an island of Preact',
    ({ island, from, problem }) =>
      `The island ${quote(island)} is rendered by Preact and uses code that React renders${by(from)}: ${printable(problem, 200)}.`,
    "Name the package in the options, skerry({ compat: ['the-package'] }), so that it runs on Preact; or end the name of the file in .react.tsx.",
  ),
  /** Goes to `onError`, with `where: "island"`, when a browser reports it. */
  'island-in-browser': entry<{ island: string; strategy: string; phase: string; message: string }>(
    'Island failed in a browser',
    ({ island, strategy, phase, message }) =>
      `The island ${quote(island)} (client:${printable(strategy, 64)}) failed in a browser, in the phase ${phase}: ${quote(message, 500)}.`,
    'Open the page and look at the console of the browser; the page still shows the HTML of the server.',
    'visitor',
  ),
};
