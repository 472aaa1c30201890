import { type LivePage, withoutMarkers } from './live-page.js';
import { renderHtml } from '../../kit/src/template/html-writer.js';
import type { Rendered } from '../../kit/src/template/template.js';
import type { TreeContext } from '../../kit/src/template/tree.js';

/** The first HTML of a view. */
export const htmlOf = (view: Rendered): string =>
  renderHtml(view, { region: () => '', async: false }) as string;

/** The receiver of updates: a page that gets every template again. */
export const updates: TreeContext = {
  template: ({ number, markup }) => [number, markup],
  region: () => undefined,
};

/** The markup that a browser makes from the HTML of a view. */
export const parsed = async ({ page }: LivePage, view: Rendered): Promise<string> =>
  withoutMarkers(
    await page.evaluate((markup) => {
      const html = `<!doctype html><body><main>${markup}</main>`;
      return new DOMParser().parseFromString(html, 'text/html').querySelector('main')!.innerHTML;
    }, htmlOf(view)),
  );
