/** The load of a page, as browsers describe it. */
type Navigation = PerformanceNavigationTiming & { activationStart?: number; deliveryType?: string };

/** When and how the page was shown. */
export interface Shown {
  /** How the page was loaded. */
  readonly navigation: Navigation | undefined;
  /** When a page that was loaded ahead was shown; 0 if it was loaded when its visitor went to it. */
  readonly activation: number;
  /**
   * When the page was first hidden, in milliseconds since its load: nobody has waited for what was painted after it. 0 if it
   * was hidden from the beginning.
   */
  firstHidden: number;
}

const isHidden = () => document.visibilityState === 'hidden';

/**
 * Watches when the page is shown.
 *
 * @param hide is called each time that it is hidden or left
 * @param restore is called with the time each time that it is shown again as it was left: a new view of it
 */
export function watchShown(hide: () => void, restore: (time: number) => void): Shown {
  const [navigation] = performance.getEntriesByType('navigation') as Navigation[];
  const activation = navigation?.activationStart ?? 0;
  const before = performance
    .getEntriesByType('visibility-state')
    .find(({ name, startTime }) => name === 'hidden' && startTime >= activation);
  const firstHidden = before?.startTime ?? (isHidden() ? 0 : Infinity);
  const shown: Shown = { navigation, activation, firstHidden };
  const listen = (type: string, listener: (event: Event) => void) =>
    addEventListener(type, listener, true);
  const leave = ({ type, timeStamp }: Event) => {
    if (!isHidden() && type !== 'pagehide') return;
    shown.firstHidden = Math.min(shown.firstHidden, timeStamp);
    hide();
  };
  listen('visibilitychange', leave);
  listen('pagehide', leave);
  listen('pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    shown.firstHidden = Infinity;
    restore(event.timeStamp);
  });
  return shown;
}
