import type {
  Change,
  ChildChange,
  Diff,
  ElementChange,
  Instance,
  IslandChange,
} from '@skerry/wire';

import { changeAt } from './at-path.js';
import { childText, isText, partText } from './child.js';
import { contentText } from './content.js';
import { ForRows } from './list/for-rows.js';
import { htmlText } from './escape.js';
import { checkPlace } from './host.js';
import { islandChange } from './island/island-diff.js';
import { IslandElement } from './island/island-element.js';
import { ListDiffer } from './list/list-diff.js';
import { LiveElement } from './live.js';
import { pathText, pushKeys, sameKeys } from './path.js';
import { Raw } from './raw.js';
import { isList, unwrap } from './list/rows.js';
import { type TreeContext, TreeWriter, wireAttributes } from './tree.js';
import type { Part } from './part.js';
import { Rendered } from './template.js';

/**
 * The change from one rendered tree to the next: a diff, or the whole tree if the templates differ; `undefined` if nothing
 * changed. Values that `lv-ignore` leaves to the page are not compared.
 *
 * @throws SkerryError `duplicate-key`, `host-in-drawing`, `host-in-table`, `island-props`, `not-a-child`, `render-async`, `text-in-table`
 */
export const diff = (
  before: Rendered,
  after: Rendered,
  context: TreeContext,
): Diff | Instance | undefined => new Differ(context).changeRoot(before, after);

/** The whole tree. @throws what {@link diff} throws */
export const wholeTree = (rendered: Rendered, context: TreeContext): Instance =>
  new TreeWriter(context).root(rendered);

/** The whole value at a path, as a diff of the root; `undefined` if the path leads nowhere. @throws errors of {@link diff} */
export const wholeAt = (root: Rendered, path: string, context: TreeContext): Diff | undefined =>
  changeAt(root, path, (spot) => new TreeWriter(context).childAtPath(spot));

/** Compares two trees, place by place. */
export class Differ extends TreeWriter {
  changeRoot(before: Rendered, after: Rendered): Diff | Instance | undefined {
    pushKeys(this.path, after);
    return this.rendered(before, after);
  }

  rendered(before: Rendered, after: Rendered): Diff | Instance | undefined {
    return sameShape(before, after) ? this.#instance(before, after) : this.instance(after);
  }

  #instance(before: Rendered, after: Rendered): Diff | undefined {
    let changes: Diff | undefined;
    const { parts } = after.template;
    for (let i = 0; i < parts.length; i++) {
      const a = before.dynamics[i];
      const b = after.dynamics[i];
      const part = parts[i] as Part;
      if (a === b || part.ignored) continue;
      const change = this.#part(part, a, b);
      if (change !== undefined) addChange((changes ??= {}), part, change);
    }
    return changes;
  }

  #part(part: Part, a: unknown, b: unknown): Change | undefined {
    switch (part.kind) {
      case 'attribute': {
        const text = part.toText(b);
        if (text === part.toText(a)) return undefined;
        return { a: { [part.name]: text === null ? null : htmlText(text) } };
      }
      case 'attributes':
        return attributesChange(wireAttributes(a), wireAttributes(b), part.name.split(' '));
      case 'content': {
        const text = contentText(part.name, b);
        return text === contentText(part.name, a) ? undefined : text;
      }
      case 'child':
      case 'table':
        return this.#place(part, a, b);
      case 'key':
        return undefined;
    }
  }

  #place(part: Part, a: unknown, b: unknown): ChildChange | undefined {
    const before = unwrap(a);
    const after = unwrap(b);
    const isSame = sameKeys(a, b);
    if (isText(after)) {
      const text = partText(part, after);
      return isSame && isText(before) && text === childText(before) ? undefined : htmlText(text);
    }
    return this.inPlace(part, b, () => (isSame ? this.change(before, after) : this.child(after)));
  }

  /** The change of a place's value, or of a row. */
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
      return a instanceof Raw && a.source === b.source ? undefined : { h: b.html(this.around) };
    if (b instanceof LiveElement) {
      checkPlace(b, this.at, this.around);
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
    checkPlace(b, this.at, this.around);
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

/** Tells whether one can be patched into the other: both have one template and, outside lists, one key. */
const sameShape = (a: Rendered, b: Rendered): boolean =>
  a.template === b.template && (!a.template.keyed || isSameKey(a.dynamics[0], b.dynamics[0]));

/** Keys are compared by their texts, as those of rows and regions are. */
const isSameKey = (a: unknown, b: unknown): boolean => a === b || String(a) === String(b);

function attributesChange(
  before: Record<string, string>,
  after: Record<string, string>,
  ignored: readonly string[],
): Change | undefined {
  const changed = Object.entries(after).filter(([name, text]) => before[name] !== text);
  const removed = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name): [string, null] => [name, null]);
  // Removals come first: a new attribute may be another spelling of a removed one.
  const changes = [...removed, ...changed].filter(([name]) => !ignored.includes(name));
  return changes.length === 0 ? undefined : { a: Object.fromEntries<string | null>(changes) };
}

/** Joins the change of a part to those of the other parts of its place: attributes come before the only child. */
function addChange(changes: Diff, part: { place: number; kind: string }, change: Change): void {
  const at = `${part.place}` as const;
  const element = changes[at] as ElementChange | undefined;
  if (element === undefined) changes[at] = change;
  else if (part.kind === 'attribute') Object.assign(element.a, (change as ElementChange).a);
  else element.x = change as ChildChange;
}
