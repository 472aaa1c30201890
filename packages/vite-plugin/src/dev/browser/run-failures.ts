import { regionIdPrefix } from '@skerry/wire';

import type { RunFailure } from '../run-failures.js';

/** Shows the failures of the app that this page has met in Vite's overlay. Runs in browsers, in every page in development. */

interface Overlay {
  close(): void;
}
interface Request {
  name: string;
  startTime: number;
  responseEnd: number;
}
interface Page {
  document: {
    readonly body: { append(element: Overlay): void };
    querySelectorAll(selector: string): Iterable<Overlay>;
    getElementById(id: string): unknown;
  };
  location: { readonly href: string; reload(): void };
  customElements: { get(name: string): (new (err: RunFailure['err']) => Overlay) | undefined };
  performance: { now(): number; getEntriesByType(type: 'navigation'): Request[] };
  PerformanceObserver: new (heard: (list: { getEntries(): Request[] }) => void) => {
    observe(options: { type: string; buffered: boolean }): void;
  };
}
interface Hot {
  on(event: 'skerry:failure', listener: (failure: RunFailure) => void): void;
  on(event: 'skerry:replaced', listener: () => void): void;
  send(event: 'skerry:opened'): void;
}
/** A failure, and when it happened, by the clock of this page. */
interface Told extends RunFailure {
  readonly at: number;
}

const { document, location, customElements, performance, PerformanceObserver } =
  globalThis as unknown as Page;
const hot = (import.meta as unknown as { hot: Hot }).hot;
const base = (import.meta as unknown as { env: { BASE_URL: string } }).env.BASE_URL;
const overlay = 'vite-error-overlay';
/** A failure is told after it happened. */
const delay = 500;
/** The requests of this page that have ended: its own, and those of its scripts. */
const requests = performance.getEntriesByType('navigation');
const known = new Set<number>();
/** Failures of requests that have not ended, or of regions that have not arrived. */
const waiting = new Set<Told>();
const mostWaiting = 20;
let isErrorPage = false;
let shown: Overlay | undefined;

hot.on('skerry:failure', (failure) => {
  if (known.has(failure.id)) return;
  known.add(failure.id);
  waiting.add({ ...failure, at: performance.now() - failure.age });
  for (const first of waiting) if (waiting.size > mostWaiting) waiting.delete(first);
  showMet();
  // Its region may be on its way.
  if (failure.region) setTimeout(showMet, delay);
});

hot.on('skerry:replaced', () => {
  shown?.close();
  if (isErrorPage) location.reload();
});

new PerformanceObserver((list) => {
  requests.push(...list.getEntries());
  showMet();
  // The page's own request stays.
  requests.splice(1, requests.length - 50);
}).observe({ type: 'resource', buffered: true });

hot.send('skerry:opened');

function showMet(): void {
  for (const failure of waiting) {
    if (!hasMet(failure)) continue;
    waiting.delete(failure);
    show(failure);
  }
}

function hasMet({ region, url, at }: Told): boolean {
  if (region !== undefined) return Boolean(document.getElementById(regionIdPrefix + region));
  if (url === undefined) return true;
  return requests.some((request, i) => {
    const { name, startTime, responseEnd } = request;
    // A page may still be receiving its own response.
    const end = responseEnd || Infinity;
    const isMet = isFor(name, url) && startTime <= at && at <= end + delay;
    if (isMet && i === 0) isErrorPage = true;
    return isMet;
  });
}

function isFor(name: string, url: string): boolean {
  const { origin, pathname, search } = new URL(name, location.href);
  const path = pathname + search;
  return origin === new URL(location.href).origin && (path === url || path === base + url.slice(1));
}

function show({ err }: Told): void {
  const Overlay = customElements.get(overlay);
  if (!Overlay) return;
  for (const open of document.querySelectorAll(overlay)) open.close();
  document.body.append((shown = new Overlay(err)));
}
