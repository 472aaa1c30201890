import { isDeepStrictEqual } from 'node:util';

import { decodeProps } from '@skerry/islands/server';
import {
  isElement,
  isInstance,
  isIslandPart,
  type Island,
  type PlaceValue,
  type Tree,
} from '@skerry/wire';

import type { Region } from '../live/region.js';
import { rootOf } from '../live/root.js';
import { renderHtml } from '../template/html.js';
import { unheard } from '../template/own-markup.js';
import type { Rendered } from '../template/template.js';

const render = (region: Region): Rendered => rootOf(region.view.render(region.state, region.props));

/**
 * Whether two trees show the same. Which region stands in a place, and its token, do not count; nor does the markup of an
 * island that hydrates, since it goes only to who asks for it.
 */
export const sameTree = (a: Tree, b: Tree): boolean => isDeepStrictEqual(shown(a), shown(b));

function shown(value: PlaceValue): unknown {
  if (typeof value === 'string') return value;
  if (isElement(value)) return { a: value.a, x: value.x && shown(value.x) };
  if (isInstance(value)) return { s: value.s, d: (value.d ?? []).map(shown) };
  if ('r' in value) return value.r.map(([key, row]) => [key, shown(row)]);
  if ('v' in value) return 'a region';
  return isIslandPart(value) ? shownIsland(value as Island) : value;
}

function shownIsland({ i: { a, p, h, x = {} } }: Island): unknown {
  const { failed: _failed, ...attributes } = a;
  const slots = Object.entries(x).map(([name, content]) => [name, shown(content)]);
  const own = p === undefined ? { markup: h } : { props: decodeProps(p) };
  return { attributes, ...own, slots: Object.fromEntries(slots) };
}

/** The HTML of a region, rendered anew, without markers. */
export const freshHtml = (region: Region): string => withoutMarkers(markedHtml(region));

function markedHtml(region: Region): string {
  const html = renderHtml(render(region), {
    async: false,
    region: (_, path) => {
      const inside = region.display.inside.at(path);
      return `<skerry-live>${inside ? markedHtml(inside) : ''}</skerry-live>`;
    },
    islands: unheard(region.display.islands.host),
  });
  return html as string;
}

const withoutMarkers = (html: string): string =>
  html
    .replace(/<!--(?:\[?\d+|\]|k:[^>]*|)-->|<skerry-end><\/skerry-end>/g, '')
    .replace(/ data-[sk]="[^"]*"/g, '');
