import { isWaiting, loadIslands, propsText } from '@skerry/islands/server';
import { holderTag, islandEndTag, islandTag, keyAttribute, slotTag } from '@skerry/wire';

import { noteComponent } from '../core/component-path.js';
import { attributeHtml, attributesText } from './attributes.js';
import {
  contentOf,
  ErrorBoundaryElement,
  type SuspenseContent,
  SuspenseElement,
  SuspenseGroupElement,
} from './boundary.js';
import { childText, isText, notAChild, partText, renderAsync } from './child.js';
import { contentHtml, contentText } from './content.js';
import { commentKey, escapeHtml } from './escape.js';
import { writeGuarded } from './guarded-html.js';
import { checkPlace, hostAttributes } from './host.js';
import { type Html, Holes, joinHtml, type LateHtml } from './html-chunks.js';
import type { BoundaryPlace, HtmlContext } from './html-context.js';
import { IslandElement } from './island/island-element.js';
import { type Around, aroundIn, outermost } from './languages.js';
import { LiveElement } from './live.js';
import { marked, notedOrigin, type Origin } from './origin.js';
import { renderIsland } from './island/island-html.js';
import { keysIn, pathText, pushKeys, rowStep, type Step } from './path.js';
import { Raw } from './raw.js';
import { isList, type Rows, rowsOf, unwrap } from './list/rows.js';
import type { Part } from './part.js';
import { Keyed, Rendered } from './template.js';

/**
 * Renders a child to HTML, its places marked. The result is a promise only where something in it was asynchronous.
 *
 * @throws SkerryError `render-async` for a promise where `context.async` is false, `not-a-child` for a plain object,
 *   `host-in-drawing`, `host-in-table`, `island-props`, `text-in-table`, `duplicate-key`
 */
export const renderHtml = (value: unknown, context: HtmlContext): string | Promise<string> =>
  joinHtml(writeHtml(value, context));

/** Writes a child to chunks of HTML as far as it is there. @throws errors of {@link renderHtml} */
export const writeHtml = (value: unknown, context: HtmlContext): Html =>
  createWriter(context, []).write(value);

class Writer {
  readonly #holes = new Holes();
  /** The part whose structure is being written. */
  #at: Part | undefined;
  /** The markup around the current output. */
  #around: Around;

  constructor(
    readonly context: HtmlContext,
    /** Places and keys that lead here. */
    readonly path: Step[],
    at?: Part,
    around: Around = outermost,
  ) {
    this.#at = at;
    this.#around = around;
  }

  /** Writes a child that is no row, with holes where something is still to come. */
  write(value: unknown): Html {
    pushKeys(this.path, value);
    return this.#holes.cutHtml(this.child(value));
  }

  /** An instance; `key` is given where it is a row whose root carries the key. */
  rendered({ template, dynamics }: Rendered, key?: string): string {
    const { statics, parts, ends } = this.context.plain ? template.plain : template;
    let html = '';
    // The markup to write before the next part.
    let next = statics[0] as string;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as Part;
      const value = dynamics[i];
      // The most frequent values come first, without a call.
      if (part.kind === 'attribute') {
        const text = part.toText(value);
        html += text === null ? next : next + part.start + escapeHtml(text);
        next = (text === null ? statics[i + 1] : ends[i]) as string;
      } else if (
        part.kind === 'child' &&
        (typeof value === 'string' || typeof value === 'number')
      ) {
        html += next + part.start + (typeof value === 'string' ? escapeHtml(value) : value);
        next = ends[i] as string;
      } else {
        html += next + (part.kind === 'key' ? keyHtml(key) : this.#part(part, value));
        next = statics[i + 1] as string;
      }
    }
    return html + next;
  }

  #part(part: Part, value: unknown): string {
    switch (part.kind) {
      case 'child':
      case 'table':
        return this.#child(part, value);
      case 'attributes':
        return Object.entries(attributesText(value)).reduce(
          (html, [name, text]) => html + attributeHtml(name, text),
          '',
        );
      case 'content':
        return contentHtml(
          part.name,
          contentText(part.name, value),
          part.languages[this.#around.language] === '',
        );
      default:
        // Attributes and keys are written by the caller.
        return '';
    }
  }

  #child(part: Part, value: unknown): string {
    const inner = unwrap(value);
    if (isText(inner)) return part.start + escapeHtml(partText(part, inner)) + part.end;
    const at = this.#at;
    const around = this.#around;
    const depth = this.path.length;
    this.#at = part;
    this.#around = aroundIn(part, around);
    this.path.push(part.place);
    pushKeys(this.path, value);
    const html = part.structureStart + this.child(inner) + part.structureEnd;
    this.path.length = depth;
    this.#at = at;
    this.#around = around;
    return html;
  }

  /** A child without markers. */
  child(value: unknown): string {
    if (isText(value)) return escapeHtml(childText(value));
    if (value instanceof Rendered) return this.rendered(value);
    if (isList(value)) return this.#list(rowsOf(value));
    if (value instanceof Raw) return value.html(this.#around);
    if (value instanceof LiveElement) {
      checkPlace(value, this.#at, this.#around);
      return this.#later(this.context.region(value, pathText(this.path), keysIn(this.path)));
    }
    if (value instanceof IslandElement) return this.#island(value);
    if (value instanceof Promise) return this.#promise(value);
    if (value instanceof Keyed) return this.child(value.child);
    if (this.context.async) {
      if (value instanceof SuspenseElement) return this.#suspense(value.content);
      if (value instanceof ErrorBoundaryElement)
        return this.#whole(writeGuarded(value.content, this.#here()));
      if (value instanceof SuspenseGroupElement)
        return this.#whole(this.#here().write(value.children, { ...this.context, group: value }));
    }
    throw notAChild(value);
  }

  #list(rows: Rows): string {
    const { path } = this;
    const { plain, marks } = this.context;
    const depth = path.length;
    const keys = rows.keys();
    let html = '';
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const child = rows.child(i);
      path[depth] = marks ? rowStep(key) : key;
      if (plain) html += this.child(child);
      else if (child instanceof Rendered && child.template.keyed) html += this.rendered(child, key);
      else html += `<!--k:${commentKey(key)}-->${this.child(child)}`;
    }
    path.length = depth;
    return html;
  }

  /** The host of an island. Slots that its component did not render are beside it, hidden. */
  #island(element: IslandElement): string {
    checkPlace(element, this.#at, this.#around);
    if (isWaiting(element.definition)) return this.#afterLoad(element);
    const { islands, island, wrapIsland } = this.context;
    island?.(element.info);
    const path = pathText(this.path);
    const own = renderIsland(element, path, islands, wrapIsland);
    if (!element.hydrates) element.own = own;
    let held = '';
    for (const name of element.slots.keys())
      if (!own?.slots.includes(name))
        held += `<${slotTag} name="${escapeHtml(name)}">${this.#inSlot(element, name)}</${slotTag}>`;
    const { plain, marks } = this.context;
    const keys = plain && marks ? keysIn(this.path) : '';
    const attributes = Object.entries(hostAttributes(element, path, own, keys));
    if (element.hydrates) attributes.push(['props', propsText(element.encodedProps())]);
    let html = held && `<${holderTag} hidden="">${held}</${holderTag}>`;
    html += `<${islandTag}${attributes.map(([name, text]) => attributeHtml(name, text)).join('')}>`;
    own?.parts.forEach((part, i) => {
      html += part;
      const name = own.slots[i];
      // If a slot is rendered twice, only the first can hold its content.
      if (name !== undefined && own.slots.indexOf(name) === i) html += this.#inSlot(element, name);
    });
    return `${html}<${islandEndTag}></${islandEndTag}></${islandTag}>`;
  }

  /** An island whose module came with one that was imported late. */
  #afterLoad(element: IslandElement): string {
    const { context, write } = this.#here();
    return this.#later(Promise.resolve(loadIslands()).then(() => write(element, context)));
  }

  #inSlot({ slots }: IslandElement, name: string): string {
    this.path.push(name);
    const html = this.rendered(slots.get(name) as Rendered);
    this.path.pop();
    return html;
  }

  #promise(value: Promise<unknown>): string {
    if (!this.context.async) throw renderAsync(value);
    const { context, write } = this.#here();
    return this.#later(value.then((settled) => write(settled, context)));
  }

  #suspense(content: SuspenseContent): string {
    const here = this.#here();
    const { suspend } = this.context;
    return this.#whole(
      suspend ? suspend(content, here) : here.write(contentOf(content), here.context),
    );
  }

  /** The place that is being written. */
  #here(): BoundaryPlace {
    const { context } = this;
    const path = [...this.path];
    const at = this.#at;
    const around = this.#around;
    return {
      context,
      path: pathText(path),
      around,
      write: (child, within, step) =>
        createWriter(within, step ? [...path, step] : [...path], at, around).write(child),
    };
  }

  #whole(html: Html | LateHtml): string {
    return typeof html === 'string' ? html : this.#holes.addHole(html);
  }

  #later(html: string | Promise<Html>): string {
    return typeof html === 'string' ? html : this.#holes.addHole(html);
  }
}

/** Names the origin of all that it writes. */
class MarkingWriter extends Writer {
  override rendered(instance: Rendered, key?: string): string {
    const origin = instance.template.origin ?? notedOrigin(instance);
    try {
      const html = super.rendered(instance, key);
      return origin ? marked(origin, html) : html;
    } catch (thrown) {
      noteComponent(thrown, origin?.name);
      throw thrown;
    }
  }

  override child(value: unknown): string {
    const html = super.child(value);
    const origin = foreignOrigin(value);
    return origin ? marked(origin, html) : html;
  }
}

function foreignOrigin(value: unknown): Origin | undefined {
  if (value instanceof Raw) return { foreign: 'raw' };
  if (!(value instanceof IslandElement)) return undefined;
  const { component, name } = value.definition;
  return {
    foreign: 'island',
    file: name,
    name: typeof component === 'function' ? component.name : undefined,
  };
}

const createWriter = (...given: ConstructorParameters<typeof Writer>): Writer =>
  given[0].marks ? new MarkingWriter(...given) : new Writer(...given);

const keyStart = ` ${keyAttribute}="`;

const keyHtml = (key: string | undefined): string =>
  key === undefined ? '' : `${keyStart}${escapeHtml(key)}"`;
