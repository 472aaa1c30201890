import { measure } from './measure.js';

/** The options of the browser part. */
export interface BrowserOptions {
  /** The path that beacons go to. */
  readonly path: string;
}

/**
 * Measures the page once the browser has nothing else to do and the page is shown to somebody, unless its visitor asks not to
 * be counted.
 *
 * @param _hooks those of the browser; it needs none
 */
export default function start(_hooks: object, { path }: BrowserOptions): void {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & {
    globalPrivacyControl?: boolean;
  };
  if (doNotTrack === '1' || globalPrivacyControl) return;
  const whenIdle = () => (window.requestIdleCallback ?? setTimeout)(() => measure(path));
  if ((document as Document & { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', whenIdle, { once: true });
  else whenIdle();
}
