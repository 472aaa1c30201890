import { watchShown } from './shown.js';
import { observeVitals, readVitals, restartVitals } from './vitals.js';

/** What an island says of its hydration, in the event and on its host. */
interface Hydration {
  readonly name: string;
  readonly strategy: string;
}

/** The name of the mark by which the server says that it has counted the view. */
const markName = 'counted';

/** Measures a page, and tells the server when the page is hidden. @param path the path that beacons go to */
export function measure(path: string): void {
  /** How often islands have hydrated that were not told yet, by name and strategy. */
  let hydrations: Record<string, number> = {};
  /** The vitals that were told. */
  let told: Record<string, number> = {};

  const send = (content: object) =>
    navigator.sendBeacon(path, JSON.stringify({ p: location.pathname, ...content }));
  const count = ({ name, strategy }: Hydration) => {
    const key = `${name} ${strategy}`;
    hydrations[key] = (hydrations[key] ?? 0) + 1;
  };
  const tell = () => {
    const content: Record<string, unknown> = {};
    const vitals = { ...readVitals(shown) } as Record<string, number>;
    for (const key in vitals)
      if (vitals[key] !== told[key]) content[key] = [vitals[key], told[key]];
    told = vitals;
    if (Object.keys(hydrations).length)
      content['h'] = Object.entries(hydrations).map(([key, times]) => [...key.split(' '), times]);
    hydrations = {};
    if (Object.keys(content).length) send(content);
  };
  const shown = watchShown(tell, (time) => {
    told = {};
    restartVitals(time);
    send({ v: 1 });
  });

  observeVitals(shown);
  // Islands that were quicker than this script have noted it.
  for (const host of document.querySelectorAll<Element & { detail?: Hydration }>('skerry-island'))
    if (host.detail) count(host.detail);
  addEventListener('skerry:hydrated', (event) => count((event as CustomEvent<Hydration>).detail));
  // A page from a file, from a cache, or that was loaded ahead: no request of this view was counted.
  const { serverTiming, deliveryType } = shown.navigation ?? {};
  if (deliveryType === 'cache' || serverTiming?.every(({ name }) => name !== markName))
    send({ v: 1, r: document.referrer });
}
