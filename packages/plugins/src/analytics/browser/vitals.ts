import type { Shown } from './shown.js';

/** The web vitals of a page view, by the names that a beacon has for them: LCP, INP and CLS. */
export interface Vitals {
  l?: number;
  i?: number;
  c?: number;
}

interface Timing extends PerformanceEntry {
  readonly interactionId?: number;
}

interface Shift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/** The interactions that are remembered: the longest ones. */
const mostInteractions = 10;

/** The vitals as they are so far. */
let vitals: Vitals = {};
/** The longest durations of interactions, by their id; the longest first. */
let interactions: [id: number, duration: number][] = [];
/** The interactions of the views before. */
let formerInteractions = 0;
let wasRestored = false;
/** The session window of layout shifts: its score, and when it began and last grew. */
let score = 0;
let began = 0;
let grew = 0;

const interactionCount = (): number =>
  (performance as Performance & { interactionCount?: number }).interactionCount ?? 0;

const takes: (() => void)[] = [];

/** Observes entries, those before too. */
function observe(type: string, take: (entry: never) => void, durationThreshold = 40) {
  const takeAll = (entries: PerformanceEntryList) => entries.forEach(take as () => void);
  try {
    const observer = new PerformanceObserver((list) => takeAll(list.getEntries()));
    // Unknown types are warned of, and ignored.
    observer.observe({ type, buffered: true, durationThreshold } as PerformanceObserverInit);
    takes.push(() => takeAll(observer.takeRecords()));
    return observer;
  } catch {
    return undefined;
  }
}

/** The longest interaction, and one less for every 50: https://web.dev/articles/inp */
function takeTiming({ interactionId, duration }: Timing): void {
  if (!interactionId) return;
  const known = interactions.find(([id]) => id === interactionId);
  if (known) known[1] = Math.max(known[1], duration);
  else interactions.push([interactionId, duration]);
  interactions = interactions.sort((a, b) => b[1] - a[1]).slice(0, mostInteractions);
}

/** The worst window of shifts, less than a second apart and five seconds in all: https://web.dev/articles/cls */
function takeShift({ value, startTime, hadRecentInput }: Shift): void {
  if (hadRecentInput) return;
  if (score && startTime - grew < 1000 && startTime - began < 5000) score += value;
  else [score, began] = [value, startTime];
  grew = startTime;
  vitals.c = Math.max(vitals.c ?? 0, score);
}

/** Begins to observe. */
export function observeVitals(shown: Shown): void {
  // The largest paint that was waited for: https://www.w3.org/TR/largest-contentful-paint/
  const paints = observe('largest-contentful-paint', ({ startTime }: PerformanceEntry) => {
    if (startTime < shown.firstHidden) vitals.l = Math.max(startTime - shown.activation, 0);
  });
  for (const type of ['keydown', 'click', 'visibilitychange'])
    addEventListener(
      type,
      ({ isTrusted }) => isTrusted && setTimeout(() => paints?.disconnect()),
      true,
    );
  observe('event', takeTiming);
  observe('first-input', takeTiming);
  observe('layout-shift', takeShift);
}

/** The vitals of the view so far. */
export function readVitals({ firstHidden }: Shown): Vitals {
  for (const take of takes) take();
  const count = interactionCount() - formerInteractions;
  const longest = interactions[Math.min(interactions.length - 1, Math.floor(count / 50))];
  if (longest) vitals.i = longest[1];
  // A view without a slow interaction had quick ones; the first of a page is always told.
  else if (wasRestored && count) vitals.i = 8;
  const [painted] = performance.getEntriesByName('first-contentful-paint');
  if (wasRestored || (painted && painted.startTime < firstHidden)) vitals.c ??= 0;
  else delete vitals.c;
  return vitals;
}

/** Begins anew for a page that is shown again as it was left. @param time when that was */
export function restartVitals(time: number): void {
  vitals = {};
  interactions = [];
  formerInteractions = interactionCount();
  wasRestored = true;
  score = 0;
  // After the frame that shows it.
  requestAnimationFrame(() => requestAnimationFrame(() => (vitals.l = performance.now() - time)));
}
