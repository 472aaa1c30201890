import {
  type Child as TreeChild,
  type ElementValue,
  isElement,
  isInstance,
  isIslandPart,
  type Island,
  type Tree,
} from '@skerry/wire';
import { propsText } from '@skerry/islands/server';

import { commentKey, escapeHtml } from '../src/template/escape.js';
import type { Part } from '../src/template/part.js';
import { child, type Template, template } from '../src/template/template.js';

/** What writing the HTML of a tree asks of a test. */
export interface TreeHtmlContext {
  /** The templates of the test, by number. */
  templates: ReadonlyMap<number, Template>;
  /** The element of a region. */
  host: (id: string) => string;
}

/** The HTML of a tree, by the rules of docs/wire.md. */
export const treeHtml = (tree: Tree, context: TreeHtmlContext): string =>
  new TreeHtml(context).tree(tree);

/** What anything but markup stands in, as a row that is a list, or in a slot of an island. */
const wrapper = template(['', ''], [child(0)]);

class TreeHtml {
  constructor(readonly context: TreeHtmlContext) {}

  tree(tree: Tree, rowKey?: string): string {
    const { statics, parts } = this.context.templates.get(tree.s) ?? wrapper;
    return parts.reduce(
      (html, slot, i) => html + this.#slot(slot, tree.d[slot.place], rowKey) + statics[i + 1],
      statics[0]!,
    );
  }

  #slot(slot: Part, value: Tree['d'][number] | undefined, rowKey: string | undefined): string {
    if (slot.kind === 'key') return rowKey === undefined ? '' : ` data-k="${escapeHtml(rowKey)}"`;
    const { a, x }: ElementValue = isElement(value!) ? value : { a: {}, x: value! };
    if (slot.kind === 'attribute') return attributeHtml(slot.name, a[slot.name]);
    if (slot.kind === 'attributes')
      return Object.entries(sorted(a))
        .map(([name, text]) => attributeHtml(name, text as string))
        .join('');
    if (slot.kind === 'content') return escapeHtml(x as string);
    if (typeof x !== 'string') return `<!--[${slot.place}-->${this.#child(x!)}<!--]-->`;
    return slot.only ? escapeHtml(x) : `<!--${slot.place}-->${escapeHtml(x)}<!---->`;
  }

  #child(value: TreeChild): string {
    if (typeof value === 'string') return escapeHtml(value);
    if (isInstance(value)) return this.tree(value as Tree);
    if ('h' in value) return value.h;
    if ('v' in value) return this.context.host(value.v);
    if (isIslandPart(value)) return this.#island(value as Island);
    return value.r.map(([key, row]) => this.#row(key, row)).join('');
  }

  #row(key: string, row: TreeChild): string {
    const isKeyed =
      typeof row === 'object' &&
      isInstance(row) &&
      this.context.templates.get(row.s as number)?.keyed;
    return isKeyed ? this.tree(row as Tree, key) : `<!--k:${commentKey(key)}-->${this.#child(row)}`;
  }

  #island({ i: { a, p, h, x = {} } }: Island): string {
    const slotHtml = (name: string, inner: string) =>
      `<skerry-slot name="${escapeHtml(name)}">${inner}</skerry-slot>`;
    let own = h;
    let held = '';
    for (const [name, content] of Object.entries(x)) {
      const filled = slotHtml(name, this.tree(content as Tree));
      if (own.includes(slotHtml(name, ''))) own = own.replace(slotHtml(name, ''), () => filled);
      else held += filled;
    }
    const attributes = { ...a, ...(p === undefined ? {} : { props: propsText(p) }) };
    return (
      (held && `<skerry-holder hidden="">${held}</skerry-holder>`) +
      `<skerry-island${Object.entries(attributes)
        .map(([name, text]) => attributeHtml(name, text))
        .join('')}>${own}<skerry-end></skerry-end></skerry-island>`
    );
  }
}

/** A record with its members in order. */
export const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const attributeHtml = (name: string, text: string | null | undefined): string =>
  typeof text === 'string' ? ` ${name}="${escapeHtml(text)}"` : '';
