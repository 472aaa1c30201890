import type {
  Attributes,
  Child,
  ElementValue,
  Instance,
  Island,
  List,
  PlaceValue,
  RegionRef,
  TemplateRef,
} from '@skerry/wire';

import type { Spot } from './at-path.js';
import { attributesText } from './attributes.js';
import { childText, isText, notAChild, partText, renderAsync } from './child.js';
import { contentText } from './content.js';
import { htmlText } from './escape.js';
import { checkPlace, hostAttributes } from './host.js';
import { IslandElement } from './island/island-element.js';
import { type Around, aroundIn, outermost } from './languages.js';
import { LiveElement } from './live.js';
import { type IslandContext, renderIsland } from './island/island-html.js';
import { pathText, pushKeys, type Step } from './path.js';
import { Raw } from './raw.js';
import { isList, type Rows, rowsOf, unwrap } from './list/rows.js';
import type { Part } from './part.js';
import { Keyed, Rendered, type Template } from './template.js';

/** The surroundings of a tree on its way to one connection. */
export interface TreeContext {
  /** The reference by which the receiver knows a template. */
  template(template: Template): TemplateRef;
  /** The region of a live view, at this path of places and keys; `before` is the element there until now. */
  region(element: LiveElement, path: string, before?: LiveElement): RegionRef | undefined;
  /** The surroundings of islands. */
  islands?: IslandContext;
}

/** Writes whole values for the wire. */
export class TreeWriter {
  /** Places and keys that lead here. */
  protected readonly path: Step[] = [];
  /** The part whose structure is being written. */
  protected at: Part | undefined;
  /** The markup around the current output. */
  protected around: Around = outermost;

  constructor(protected readonly context: TreeContext) {}

  /** The root of a tree. */
  root(rendered: Rendered): Instance {
    pushKeys(this.path, rendered);
    return this.instance(rendered);
  }

  instance({ template, dynamics }: Rendered): Instance {
    // Before the content: the first mention of a template in a frame brings its markup.
    const s = this.context.template(template);
    const places: PlaceValue[] = [];
    template.parts.forEach((part, i) => this.#fill(places, part, dynamics[i]));
    return places.length === 0 ? { s } : { s, d: places };
  }

  #fill(places: PlaceValue[], part: Part, value: unknown): void {
    switch (part.kind) {
      case 'attribute': {
        const text = part.toText(value);
        const attributes = elementAt(places, part.place).a;
        if (text !== null) attributes[part.name] = htmlText(text);
        return;
      }
      case 'attributes':
        elementAt(places, part.place).a = wireAttributes(value);
        return;
      case 'content':
        setChild(places, part.place, contentText(part.name, value));
        return;
      case 'child':
      case 'table':
        setChild(places, part.place, this.childAt(part, value));
    }
  }

  /** The child in the place of a part. */
  protected childAt(part: Part, value: unknown): Child {
    const inner = unwrap(value);
    if (isText(inner)) return htmlText(partText(part, inner));
    return this.inPlace(part, value, () => this.child(inner));
  }

  /** Does work in the place of a part, with the keys of its value. */
  protected inPlace<T>(part: Part, value: unknown, work: () => T): T {
    const { at, around } = this;
    const depth = this.path.length;
    this.at = part;
    this.around = aroundIn(part, around);
    this.path.push(part.place);
    pushKeys(this.path, value);
    const done = work();
    this.path.length = depth;
    this.at = at;
    this.around = around;
    return done;
  }

  child(value: unknown): Child {
    if (isText(value)) return htmlText(childText(value));
    if (value instanceof Rendered) return this.instance(value);
    if (isList(value)) return this.list(rowsOf(value));
    if (value instanceof Raw) return { h: value.html(this.around) };
    if (value instanceof LiveElement) {
      checkPlace(value, this.at, this.around);
      return this.context.region(value, pathText(this.path)) as RegionRef;
    }
    if (value instanceof IslandElement) return this.island(value);
    if (value instanceof Promise) throw renderAsync(value);
    if (value instanceof Keyed) return this.child(value.child);
    throw notAChild(value);
  }

  protected list(rows: Rows): List {
    return { r: rows.keys().map((key, i) => this.row(key, rows.child(i))) };
  }

  protected island(element: IslandElement): Island {
    checkPlace(element, this.at, this.around);
    const path = pathText(this.path);
    const own = renderIsland(element, path, this.context.islands);
    if (!element.hydrates) element.own = own;
    const i: Island['i'] = { a: hostAttributes(element, path, own), h: own?.html ?? '' };
    if (element.hydrates) i.p = element.encodedProps();
    if (element.slots.size > 0)
      i.x = Object.fromEntries(
        [...element.slots].map(([name, content]) => [
          name,
          this.inSlot(name, () => this.instance(content)),
        ]),
      );
    return { i };
  }

  /** Does work inside a slot of an island. */
  protected inSlot<T>(name: string, work: () => T): T {
    this.path.push(name);
    const done = work();
    this.path.pop();
    return done;
  }

  /** The whole child at a path. */
  childAtPath({ value, part, around, path }: Spot): Child {
    if (isText(value)) return htmlText(partText(part, value));
    this.path.push(...path);
    this.at = part;
    this.around = around;
    return this.child(value);
  }

  row(key: string, child: unknown): [key: string, row: Child] {
    this.path.push(key);
    const row = this.child(child);
    this.path.pop();
    return [key, row];
  }
}

/** The attributes that a record of props gives, as the wire carries them. */
export const wireAttributes = (props: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributesText(props)).map(([name, text]) => [name, htmlText(text)]),
  );

function elementAt(places: PlaceValue[], place: number): ElementValue {
  const element = (places[place] ??= { a: {} as Attributes });
  return element as ElementValue;
}

function setChild(places: PlaceValue[], place: number, child: Child): void {
  const element = places[place];
  if (element === undefined) places[place] = child;
  else (element as ElementValue).x = child;
}
