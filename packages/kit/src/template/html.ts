import { randomUUID } from 'node:crypto';

import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { attributeHtml, attributesText } from './attributes.js';
import { childText, isText, slotText } from './child.js';
import { contentText } from './content.js';
import { commentKey, escapeHtml } from './escape.js';
import { LiveElement } from './live-element.js';
import { Raw } from './raw.js';
import { checkKeys, isList, type Rows, rowsOf, unwrap } from './rows.js';
import { Rendered, type Slot, structureEnd } from './template.js';

/** What rendering to HTML asks of its surroundings. */
export interface HtmlContext {
  /** The host element of a region, mounted at this path of places and keys. */
  region(element: LiveElement, path: string): string | Promise<string>;
  /** Whether components may be asynchronous: in pages and layouts. */
  async: boolean;
}

/**
 * Renders a child to HTML, its places marked. The result is a promise only where something in it was asynchronous.
 *
 * @throws SkerryError `render-async` for a promise where `context.async` is false, `not-a-child` for a plain object
 */
export function renderHtml(value: unknown, context: HtmlContext): string | Promise<string> {
  const writer = new Writer(context, []);
  return writer.settle(writer.child(value));
}

/** Stands in HTML for what is still to come. Random, so that no content can hold it. */
const hole = `<!--${randomUUID()}-->`;

class Writer {
  readonly #holes: Promise<string>[] = [];

  constructor(
    readonly context: HtmlContext,
    /** Places and keys that lead here. */
    readonly path: (number | string)[],
  ) {}

  /** Fills the holes, in order. */
  settle(html: string): string | Promise<string> {
    if (this.#holes.length === 0) return html;
    const parts = html.split(hole);
    return Promise.all(this.#holes).then((contents) =>
      contents.reduce((all, content, i) => all + content + (parts[i + 1] as string), parts[0] as string),
    );
  }

  rendered({ template: { statics, slots }, dynamics }: Rendered): string {
    let html = statics[0] as string;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as Slot;
      const value = dynamics[i];
      if (slot.kind === 'child' && typeof value === 'string')
        html += slot.textStart + escapeHtml(value) + slot.textEnd;
      else html += this.#slot(slot, value);
      html += statics[i + 1] as string;
    }
    return html;
  }

  #slot(slot: Slot, value: unknown): string {
    switch (slot.kind) {
      case 'attribute': {
        const text = slot.toText(value);
        return text === null ? '' : slot.attributeStart + escapeHtml(text) + '"';
      }
      case 'child':
      case 'part':
        // Most numbers stand in children: they need no escaping.
        if (typeof value === 'number' && slot.kind === 'child')
          return slot.textStart + value + slot.textEnd;
        if (isText(value)) return slot.textStart + escapeHtml(slotText(slot, value)) + slot.textEnd;
        return this.#structure(slot, value);
      case 'key':
        return ` data-k="${escapeHtml(String(value))}"`;
      case 'attributes':
        return Object.entries(attributesText(value)).reduce(
          (html, [name, text]) => html + attributeHtml(name, text),
          '',
        );
      case 'content':
        return contentHtml(slot.name, contentText(slot.name, value));
    }
  }

  #structure(slot: Slot, value: unknown): string {
    this.path.push(slot.place);
    const html = slot.structureStart + this.child(value) + structureEnd;
    this.path.pop();
    return html;
  }

  /** A child without markers. */
  child(value: unknown): string {
    if (isText(value)) return escapeHtml(childText(value));
    if (value instanceof Rendered) return this.rendered(value);
    if (isList(value)) return this.#list(rowsOf(value));
    if (value instanceof Raw) return value.html;
    if (value instanceof LiveElement) return this.#later(this.context.region(value, this.path.join('/')));
    if (value instanceof Promise) return this.#promise(value);
    const inner = unwrap(value);
    if (inner === value) throw fail('not-a-child', { value: describe(value) });
    return this.child(inner);
  }

  #list(rows: Rows): string {
    const keys: string[] = [];
    let html = '';
    for (let i = 0; i < rows.length; i++) {
      const key = rows.key(i);
      const child = rows.child(i);
      keys.push(key);
      this.path.push(key);
      if (!(child instanceof Rendered && child.template.keyed)) html += `<!--k:${commentKey(key)}-->`;
      html += this.child(child);
      this.path.pop();
    }
    checkKeys(keys);
    return html;
  }

  #promise(value: Promise<unknown>): string {
    if (!this.context.async) throw fail('render-async', {});
    const path = [...this.path];
    return this.#later(
      value.then((settled) => {
        const writer = new Writer(this.context, path);
        return writer.settle(writer.child(settled));
      }),
    );
  }

  #later(html: string | Promise<string>): string {
    if (typeof html === 'string') return html;
    this.#holes.push(html);
    return hole;
  }
}

function contentHtml(tag: string, text: string): string {
  if (tag === 'script' || tag === 'style') return text;
  // Parsers drop a line feed at the start of a text area.
  const lead = tag === 'textarea' && text.startsWith('\n') ? '\n' : '';
  return lead + escapeHtml(text);
}
