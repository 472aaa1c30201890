import type { Page } from 'playwright';

interface Island extends Element {
  phase?: string;
  /** It is there while the island is mounted: it loads, is called live, and then is mounted. */
  show?: unknown;
  /** What its event has told, from then on. */
  detail?: unknown;
}

/** Waits until islands of a loaded page have hydrated: those that a selector finds, or all that hydrate at once. */
export const hydrated = async (page: Page, selector = 'skerry-island[on=load]'): Promise<void> =>
  void (await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll<Island>(wanted)].every(
        ({ phase, show, detail }) => phase === 'live' && show && detail,
      ),
    selector,
  ));
