import { measure } from './measure.js';

/** What the browser part is given. */
export interface BrowserPart {
  readonly options: {
    /** The path that beacons go to. */
    readonly path: string;
  };
}

/**
 * Measures the page once it is shown to somebody, unless its visitor asks not to be counted. Skerry calls it when the browser has
 * nothing else to do.
 */
export default function start({ options: { path } }: BrowserPart): void {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & {
    globalPrivacyControl?: boolean;
  };
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // Error pages are counted on the server alone.
  if (doNotTrack === '1' || globalPrivacyControl || load!.responseStatus >= 400) return;
  const begin = () => measure(path);
  if ((document as Document & { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', begin, { once: true });
  else begin();
}
