import type { Page } from 'playwright';

/** What the error overlay of Vite says in a page; nothing where there is none. */
export const overlayText = (page: Page): Promise<string> =>
  page
    .locator('vite-error-overlay')
    .evaluateAll((all) => all.map((each) => each.shadowRoot?.textContent ?? '').join());
