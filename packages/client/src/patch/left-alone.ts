import { type Attributes, ignoreAttribute, placeAttribute, stateAttribute } from '@skerry/wire';

import { type Changes, changesByOthers } from './owned.js';
import { call, read } from '../unclobbered.js';

/** What a whole tree leaves to the visitor and to the page's own scripts. */

/** A node of the new tree, and the one on the page that is to become it, if there is one. */
export type Pair = readonly [next: ChildNode, kept: ChildNode | null];

const attributeOf = (element: Element, name: string): string | null =>
  call(element, 'getAttribute', name);

const isIgnored = (element: Element): boolean => attributeOf(element, ignoreAttribute) === '';
const isEdited = (element: Element): boolean =>
  (attributeOf(element, 'contenteditable') ?? 'false') !== 'false';

/** Whether what an element holds is the page's: `lv-ignore` says so, or it is edited in place. */
export const isLeft = (element: Element): boolean => isIgnored(element) || isEdited(element);

/** Whether an element that is edited in place holds a text alone, as the server has it: then it is a field. */
export const isTextField = (element: Element, next: Element): boolean =>
  isEdited(element) &&
  !isIgnored(element) &&
  attributeOf(next, placeAttribute) !== null &&
  [element, next].every((each) =>
    [...read(each, 'childNodes')].every((node) => node instanceof Text),
  );

/** Whether an element is one of the app's, or of a library, with a class of its own. */
export const isCustom = (element: Element): boolean => /^(?!skerry-).*-/.test(element.localName);

/** Whether others have put something into an element for which the server has nothing. */
export function fillsItself(element: Element, next: Element): boolean | undefined {
  if (read(next, 'firstChild')) return false;
  const isPlace = attributeOf(next, placeAttribute) !== null;
  const [only, more] = read(element, 'childNodes');
  // Such a text is what stood in the place.
  if (isPlace && only instanceof Text && !more) return false;
  return changesByOthers(element)?.has(null) || (isCustom(element) && !isPlace);
}

const none: ReadonlySet<Node> = new Set();

/** The nodes that a custom element has put beside those of the server, which come and go between markers alone. */
export function addedIn(element: Element, pairs: readonly Pair[]): ReadonlySet<Node> {
  if (!isCustom(element)) return none;
  const known = new Set(pairs.map(([, kept]) => kept as Node | null));
  const isNew = new Set(pairs.filter(([, kept]) => !kept).map(([next]) => next as Node));
  // Where constant markup is new, another element of the same name stood here.
  if (outside(pairs.map(([next]) => next)).some((node) => isNew.has(node))) return none;
  return new Set(outside([...read(element, 'childNodes')]).filter((node) => !known.has(node)));
}

/** Elements and texts that stand between no markers. */
function outside(nodes: Node[]): Node[] {
  let depth = 0;
  return nodes.filter((node) => {
    if (!(node instanceof Comment)) return depth === 0;
    if (/^[[\d]/.test(node.data)) depth++;
    else if (/^\]?$/.test(node.data)) depth--;
    return false;
  });
}

/** By these Skerry finds its way; they are never the page's. */
const own = /^(data-([sk]|token)$|lv-)/;

/** What has to change about an element's attributes. One that others have changed stays until the server changes it. */
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

/** Whether others have changed an attribute for which the server says nothing new. */
const isTheirs = (name: string, value: string | null, byOthers?: Changes): boolean | undefined =>
  !own.test(name) && byOthers?.has(name) && areSame(name, byOthers.get(name)!, value);

/** Styles are the same however they are written. */
const areSame = (name: string, a: string | null, b: string | null): boolean =>
  a === b || (name === 'style' && asStyle(a) === asStyle(b));

function asStyle(css: string | null): string {
  const { style } = call(document, 'createElement', 'p') as HTMLElement;
  style.cssText = css ?? '';
  return style.cssText;
}

/** A dialog that merely loses the attribute may go on holding the page. */
function close(element: Element): void {
  if (element instanceof HTMLDialogElement && element.matches(':modal')) element.close();
}
