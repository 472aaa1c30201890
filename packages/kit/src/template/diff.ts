import type {
  Change,
  ChildChange,
  Diff,
  ElementChange,
  Instance,
  IslandChange,
} from '@skerry/wire';

import { changeAt, stepsOf } from './at-path.js';
import { childText, isText, slotText } from './child.js';
import { contentText } from './content.js';
import { ForRows } from './list/for-rows.js';
import { htmlText, pathText } from './escape.js';
import { checkPlace } from './host.js';
import { islandChange } from './island/island-diff.js';
import { IslandElement } from './island/island-element.js';
import { ListDiffer } from './list/list-diff.js';
import { LiveElement } from './live-element.js';
import { Raw } from './raw.js';
import { isList } from './list/rows.js';
import { type TreeContext, TreeWriter, wireAttributes } from './tree.js';
import { Keyed, Rendered, type Slot } from './template.js';

/**
 * What turns one rendered tree into the next: a diff, or the whole tree where the templates differ; `undefined` where
 * nothing changed. What `lv-ignore` leaves to the page is not compared.
 *
 * @throws SkerryError `duplicate-key`, `host-in-drawing`, `host-in-table`, `island-props`, `not-a-child`, `render-async`, `text-in-table`
 */
export const diff = (
  before: Rendered,
  after: Rendered,
  context: TreeContext,
): Diff | Instance | undefined => new Differ(context).rendered(before, after);

/** The whole tree. @throws what {@link diff} throws */
export const wholeTree = (rendered: Rendered, context: TreeContext): Instance =>
  new TreeWriter(context).instance(rendered);

/** What is at a path, whole, told from the root; nothing where the path leads nowhere. @throws what {@link diff} throws */
export const wholeAt = (root: Rendered, path: string, context: TreeContext): Diff | undefined =>
  changeAt(root, path, (spot) => new TreeWriter(context).childAtPath(spot, stepsOf(path)));

/** Compares two trees, place by place. */
export class Differ extends TreeWriter {
  rendered(before: Rendered, after: Rendered): Diff | Instance | undefined {
    return sameShape(before, after) ? this.#instance(before, after) : this.instance(after);
  }

  #instance(before: Rendered, after: Rendered): Diff | undefined {
    let changes: Diff | undefined;
    const { slots } = after.template;
    for (let i = 0; i < slots.length; i++) {
      const a = before.dynamics[i];
      const b = after.dynamics[i];
      const slot = slots[i] as Slot;
      if (a === b || slot.ignored) continue;
      const change = this.#slot(slot, a, b);
      if (change !== undefined) addChange((changes ??= {}), slot, change);
    }
    return changes;
  }

  #slot(slot: Slot, a: unknown, b: unknown): Change | undefined {
    switch (slot.kind) {
      case 'attribute': {
        const text = slot.toText(b);
        if (text === slot.toText(a)) return undefined;
        return { a: { [slot.name]: text === null ? null : htmlText(text) } };
      }
      case 'attributes':
        return attributesChange(wireAttributes(a), wireAttributes(b), slot.name.split(' '));
      case 'content': {
        const text = contentText(slot.name, b);
        return text === contentText(slot.name, a) ? undefined : text;
      }
      case 'child':
      case 'part':
        return this.#place(slot, a, b);
      case 'key':
        return undefined;
    }
  }

  #place(slot: Slot, a: unknown, b: unknown): ChildChange | undefined {
    if (isText(b)) {
      const text = slotText(slot, b);
      return isText(a) && text === childText(a) ? undefined : htmlText(text);
    }
    if (b instanceof Keyed)
      return a instanceof Keyed && a.key === b.key
        ? this.#place(slot, a.child, b.child)
        : this.childAt(slot, b);
    const { at, language } = this;
    this.at = slot;
    this.language = slot.languages[language];
    this.path.push(slot.place);
    const change = this.change(a, b);
    this.path.pop();
    this.at = at;
    this.language = language;
    return change;
  }

  /** The change of what stands in a place, or of a row. */
  change(a: unknown, b: unknown): ChildChange | undefined {
    if (a === b) return undefined;
    if (isText(b)) {
      const text = childText(b);
      return isText(a) && text === childText(a) ? undefined : htmlText(text);
    }
    if (b instanceof Rendered)
      return a instanceof Rendered ? this.rendered(a, b) : this.instance(b);
    if (isList(b)) return isList(a) ? this.#list(a, b) : this.child(b);
    if (b instanceof Raw)
      return a instanceof Raw && a.source === b.source ? undefined : { h: b.html(this.language) };
    if (b instanceof LiveElement) {
      checkPlace(b, this.at, this.language);
      return this.context.region(b, pathText(this.path), a instanceof LiveElement ? a : undefined);
    }
    if (b instanceof IslandElement)
      return a instanceof IslandElement && b.isLike(a) ? this.#island(a, b) : this.island(b);
    return this.child(b);
  }

  #list(a: readonly unknown[] | ForRows, b: readonly unknown[] | ForRows): ChildChange | undefined {
    return new ListDiffer(this, a, b).patch();
  }

  #island(a: IslandElement, b: IslandElement): IslandChange | undefined {
    checkPlace(b, this.at, this.language);
    return islandChange(a, b, {
      path: pathText(this.path),
      islands: this.context.islands,
      slot: (name, before, after) =>
        this.inSlot(name, () => (before ? this.rendered(before, after) : this.instance(after))),
    });
  }

  /** The change of a row, found at its key. */
  rowChange(key: string, a: unknown, b: unknown): ChildChange | undefined {
    this.path.push(key);
    const change = this.change(a, b);
    this.path.pop();
    return change;
  }
}

/** Whether one can be patched into the other: of one template, and of one key outside lists. */
const sameShape = (a: Rendered, b: Rendered): boolean =>
  a.template === b.template && (!a.template.keyed || a.dynamics[0] === b.dynamics[0]);

function attributesChange(
  before: Record<string, string>,
  after: Record<string, string>,
  ignored: readonly string[],
): Change | undefined {
  const changed = Object.entries(after).filter(([name, text]) => before[name] !== text);
  const removed = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name): [string, null] => [name, null]);
  // Removals come first: what comes may be another spelling of what goes.
  const changes = [...removed, ...changed].filter(([name]) => !ignored.includes(name));
  return changes.length === 0 ? undefined : { a: Object.fromEntries<string | null>(changes) };
}

/** Joins the change of a slot to what other slots of its place have said: attributes come before the only child. */
function addChange(changes: Diff, slot: { place: number; kind: string }, change: Change): void {
  const at = `${slot.place}` as const;
  const element = changes[at] as ElementChange | undefined;
  if (element === undefined) changes[at] = change;
  else if (slot.kind === 'attribute') Object.assign(element.a, (change as ElementChange).a);
  else element.x = change as ChildChange;
}
