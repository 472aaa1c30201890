import type { Tree } from '@skerry/wire';

import type { Region } from '../live/region.js';
import { rootOf } from '../live/root.js';
import { renderHtml } from '../template/html.js';
import type { Rendered } from '../template/template.js';

const render = (region: Region): Rendered => rootOf(region.view.render(region.state, region.props));

/** Whether two trees show the same; which region stands in a place, and its token, do not count. */
export const sameTree = (a: Tree, b: Tree): boolean => toText(a) === toText(b);

const toText = (tree: Tree): string =>
  JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'v' || key === 'k' || key === 'c') return '';
    // A patched element may hold its attributes in another order.
    return key === 'a' ? Object.entries(value as object).sort() : value;
  });

/** The HTML of a region, rendered anew, without markers. */
export const freshHtml = (region: Region): string => withoutMarkers(markedHtml(region));

function markedHtml(region: Region): string {
  const html = renderHtml(render(region), {
    async: false,
    region: (_, path) => {
      const inside = region.display.inside.at(path);
      return `<skerry-live>${inside ? markedHtml(inside) : ''}</skerry-live>`;
    },
  });
  return html as string;
}

const withoutMarkers = (html: string): string =>
  html.replace(/<!--(?:\[?\d+|\]|k:[^>]*|)-->/g, '').replace(/ data-[sk]="[^"]*"/g, '');
