import { isDeepStrictEqual } from 'node:util';

import { decodeProps } from '@skerry/islands/server';
import {
  type Child,
  type Instance,
  isElement,
  isInstance,
  isIslandPart,
  type Island,
  type PlaceValue,
  regionIdPrefix,
  regionTag,
  templateNumber,
  type Tree,
} from '@skerry/wire';

import { withLocals } from '../core/blame.js';
import { freshTree, rootOf } from '../live/render/fresh-tree.js';
import type { RegionCore } from '../live/region/parts.js';
import type { Region } from '../live/region/region.js';
import type { ParentRegion } from '../live/render/child-regions.js';
import { renderHtml } from '../template/html-writer.js';
import { unheard } from '../template/island/island-html.js';
import type { Part } from '../template/part.js';
import type { Rendered, Template } from '../template/template.js';

const render = (region: RegionCore): Rendered =>
  withLocals(region.locals, () => rootOf(region.view.render(region.state, region.props)));

/**
 * Tells whether a tree shows the same as a new render of the region. The region in a place, and its token, do not count; nor does the
 * markup of an island that hydrates, since it goes only to who asks for it, and what `lv-ignore` leaves to the page.
 */
export function isFresh(tree: Tree, region: Region): boolean {
  const templates = new Map<number, Template>();
  const fresh = freshTree(region, (template) => templates.set(template.number, template));
  const shown = new Shown(templates);
  return isDeepStrictEqual(shown.instance(tree), shown.instance(fresh));
}

/** Writes trees in a form in which equal ones show the same. */
class Shown {
  constructor(readonly templates: ReadonlyMap<number, Template>) {}

  instance({ s, d = [] }: Instance): unknown {
    const parts = this.templates.get(templateNumber(s))?.parts ?? [];
    const places = d.map((value, place) =>
      this.#place(
        value,
        parts.filter((part) => part.place === place),
      ),
    );
    return { s, places };
  }

  #place(value: PlaceValue, parts: readonly Part[]): unknown {
    const compared = parts.filter(({ ignored }) => !ignored);
    const hasChild = compared.some(({ kind }) => !kind.startsWith('attribute'));
    if (!isElement(value)) return hasChild && this.#child(value);
    const left = parts.flatMap(({ kind, name, ignored }) =>
      kind === 'attributes' || (kind === 'attribute' && ignored) ? name.split(' ') : [],
    );
    const attributes = Object.entries(value.a).filter(([name]) => !left.includes(name));
    return {
      a:
        compared.some(({ kind }) => kind.startsWith('attribute')) && Object.fromEntries(attributes),
      x: hasChild && value.x !== undefined && this.#child(value.x),
    };
  }

  #child(value: Child): unknown {
    if (typeof value === 'string') return value;
    if (isInstance(value)) return this.instance(value);
    if ('r' in value) return value.r.map(([key, row]) => [key, this.#child(row)]);
    if ('v' in value) return 'a region';
    return isIslandPart(value) ? this.#island(value as Island) : value;
  }

  #island({ i: { a, p, h, x = {} } }: Island): unknown {
    const { failed: _failed, ...attributes } = a;
    const slots = Object.entries(x).map(([name, content]) => [name, this.instance(content)]);
    const own = p === undefined ? { markup: h } : { props: decodeProps(p) };
    return { attributes, ...own, slots: Object.fromEntries(slots) };
  }
}

/** The HTML of a region, rendered anew, without markers. */
export const freshHtml = (region: Region): string =>
  placedHtml(region).replace(/ data-[sk]="[^"]*"/g, '');

/** The HTML of a region, rendered anew, with those markers that are attributes of elements. */
export const placedHtml = (region: Region): string =>
  markedHtml(region).replace(/<!--(?:\[?\d+|\]|k:[^>]*|)-->|<skerry-end><\/skerry-end>/g, '');

function markedHtml(region: ParentRegion): string {
  const html = renderHtml(render(region), {
    async: false,
    region: (_, path) => {
      const inside = region.renderer.children.regionAt(path);
      return `<${regionTag}>${inside ? markedHtml(inside) : ''}</${regionTag}>`;
    },
    islands: unheard(regionIdPrefix + region.id),
  });
  return html as string;
}
