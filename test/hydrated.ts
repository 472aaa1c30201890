import type { Page } from 'playwright';

interface Island extends Element {
  phase?: string;
  /** It is there once the island is mounted: it loads, is called live, and then is mounted. */
  show?: unknown;
}

/** Waits until the islands of a loaded page can be used, or those that a selector finds. */
export const hydrated = async (page: Page, selector = 'skerry-island'): Promise<void> =>
  void (await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll<Island>(wanted)].every(
        ({ phase, show }) => phase === 'live' && show,
      ),
    selector,
  ));
