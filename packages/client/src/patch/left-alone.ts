import { type Attributes, ignoreAttribute, placeAttribute, stateAttribute } from '@skerry/wire';

import { type Changes, changesByOthers } from './owned.js';
import { call, read } from '../unclobbered.js';

/** Decides what a whole tree leaves to the visitor and to the page's own scripts. */

/** A node of the new tree, and the one on the page that becomes it, if any. */
export type Pair = readonly [next: ChildNode, kept: ChildNode | null];

const attributeOf = (element: Element, name: string): string | null =>
  call(element, 'getAttribute', name);

const isIgnored = (element: Element): boolean => attributeOf(element, ignoreAttribute) === '';
const isEdited = (element: Element): boolean =>
  (attributeOf(element, 'contenteditable') ?? 'false') !== 'false';

/** Returns true if the content of an element is the page's: it has `lv-ignore`, it is editable, or the browser fills it. */
export const isLeft = (element: Element): boolean =>
  isIgnored(element) || isEdited(element) || element.localName === 'selectedcontent';

/** Returns true if an editable element has only a text, here and on the server: then it is a field. */
export const isTextField = (element: Element, next: Element): boolean =>
  isEdited(element) &&
  !isIgnored(element) &&
  attributeOf(next, placeAttribute) !== null &&
  [element, next].every((each) =>
    [...read(each, 'childNodes')].every((node) => node instanceof Text),
  );

/** Returns true for a custom element of the app or a library. */
export const isCustom = (element: Element): boolean => /^(?!skerry-).*-/.test(element.localName);

/** Returns true if others have filled an element that is empty on the server. */
export function fillsItself(element: Element, next: Element): boolean | undefined {
  if (read(next, 'firstChild')) return false;
  const isPlace = attributeOf(next, placeAttribute) !== null;
  const [only, more] = read(element, 'childNodes');
  // Such a text is the old content of the place.
  if (isPlace && only instanceof Text && !more) return false;
  return changesByOthers(element)?.has(null) || (isCustom(element) && !isPlace);
}

const none: ReadonlySet<Node> = new Set();

/** Finds the nodes that a custom element has added. The server's nodes change only between markers. */
export function addedIn(element: Element, pairs: readonly Pair[]): ReadonlySet<Node> {
  if (!isCustom(element)) return none;
  const known = new Set(pairs.map(([, kept]) => kept as Node | null));
  const isNew = new Set(pairs.filter(([, kept]) => !kept).map(([next]) => next as Node));
  // New constant markup means that this was another element of the same name.
  if (outside(pairs.map(([next]) => next)).some((node) => isNew.has(node))) return none;
  return new Set(outside([...read(element, 'childNodes')]).filter((node) => !known.has(node)));
}

/** Finds the elements and texts outside all markers. */
function outside(nodes: Node[]): Node[] {
  let depth = 0;
  return nodes.filter((node) => {
    if (!(node instanceof Comment)) return depth === 0;
    if (/^[[\d]/.test(node.data)) depth++;
    else if (/^\]?$/.test(node.data)) depth--;
    return false;
  });
}

/** Matches Skerry's own attributes, which are never the page's. */
const own = /^(data-([sk]|token)$|lv-)/;

/** Finds the attributes to change. An attribute that others have changed stays until the server changes it. */
export function changesOf(element: Element, next: Element): Attributes {
  const changes: Attributes = {};
  const left = attributeOf(next, ignoreAttribute)?.split(' ') ?? [];
  const byOthers = changesByOthers(element);
  const attributes = [...read(element, 'attributes'), ...read(next, 'attributes')];
  for (const name of new Set([
    ...attributes.map((each) => each.name),
    ...(byOthers?.keys() ?? []),
  ])) {
    if (name === null || left.includes(name)) continue;
    const value = attributeOf(next, name);
    if (attributeOf(element, name) === value) byOthers?.delete(name);
    else if (!(value === null && name === stateAttribute) && !isTheirs(name, value, byOthers)) {
      if (name === 'open' && value === null) close(element);
      changes[name] = value;
    }
  }
  return changes;
}

/** Returns true if others have changed an attribute and the server has not. */
const isTheirs = (name: string, value: string | null, byOthers?: Changes): boolean | undefined =>
  !own.test(name) && byOthers?.has(name) && areSame(name, byOthers.get(name)!, value);

/** Compares values; styles are equal however they are written. */
const areSame = (name: string, a: string | null, b: string | null): boolean =>
  a === b || (name === 'style' && asStyle(a) === asStyle(b));

function asStyle(css: string | null): string {
  const { style } = call(document, 'createElement', 'p') as HTMLElement;
  style.cssText = css ?? '';
  return style.cssText;
}

/** Closes a dialog: without its attribute alone it may still block the page. */
function close(element: Element): void {
  if (element instanceof HTMLDialogElement && element.matches(':modal')) element.close();
}
