import { keyAttribute, type List, type ListPatch, type ListStep } from '@skerry/wire';

import { features } from '../features.js';
import type { Frame } from './frame.js';
import { buildChild, isWhole, patchInstance, patchPart, frameWithin } from './patch.js';
import {
  siblingAfter,
  type Anchor,
  closes,
  endOf,
  keyAt,
  lost,
  putNodes,
  rowEnd,
  siblings,
  Place,
} from './places.js';
import { call, read } from '../unclobbered.js';

/** Builds and patches lists, by the keys of their rows. Loaded with the first list. */

/** The number of lookups of single rows before a list notes all of its rows. */
const fewLookups = 8;

/** Applies a patch to the list in a place. @throws Lost */
export function patchList(list: Place, { l = [], p = {} }: ListPatch, frame: Frame): void {
  features.fields?.touchField(list.start.parentNode as Element);
  const inner = frameWithin(list, frame);
  const restore = holdSelection();
  for (const step of l) takeStep(list, step, inner);
  restore();
  for (const [key, change] of Object.entries(p))
    if (typeof change === 'string' || isWhole(change))
      replaceRow(list, key, buildRows([[key, change]], inner), frame.put);
    else patchPart(findRow(list, key), p, key, inner, patchInstance);
}

function takeStep(list: Place, step: ListStep, frame: Frame): void {
  if (step[0] === '+')
    call(nodeOf(list, step[1]), 'before', buildRows(step.slice(2) as List['r'], frame));
  else if (step[0] === '>') moveBefore(findRow(list, step[1]).start, nodeOf(list, step[2]));
  else if (step[0] === '=') orderRows(list, step.slice(1));
  else step.slice(1).forEach((key) => replaceRow(list, key));
}

/** Builds rows that are not on the page yet. */
export function buildRows(rows: List['r'], frame: Frame): DocumentFragment {
  const fragment = new DocumentFragment();
  for (const [key, child] of rows) fragment.append(...toRow(key, buildChild(child, frame)));
  return fragment;
}

/** Finds the row with this key. @throws Lost */
function findRow(list: Place, key: string): Place {
  const rows = (list.rows ??= new Map());
  let row = rows.get(key);
  if (row?.isThere) return row;
  const start = rows.size < fewLookups && findRoot(list.start.parentNode!, key);
  if (start) rows.set(key, (row = new Place(start)));
  else row = noteRows(list).get(key);
  return row ?? lost();
}

/** Finds the root of a row without looking at the others, if the parent has only the roots of one list. */
function findRoot(parent: ParentNode, key: string): Element | null {
  const others = read(parent, 'childNodes').length - read(parent, 'childElementCount');
  return others === 2
    ? call(parent, 'querySelector', `:scope > [${keyAttribute}="${CSS.escape(key)}"]`)
    : null;
}

/** Notes all rows. */
function noteRows(list: Place): Map<string, Place> {
  const { start, rows = (list.rows = new Map()) } = list;
  for (let node = start.nextSibling; node && !closes(node); node = siblingAfter(node)) {
    const key = keyAt(node);
    if (key !== null && !rows.get(key)?.isThere) rows.set(key, new Place(node as Anchor));
  }
  return rows;
}

/** Finds the node before which rows are inserted to come before this key; `null` is the end. */
const nodeOf = (list: Place, key: string | null): ChildNode =>
  key === null ? endOf(list.start as Comment) : findRow(list, key).start;

/** Adds the key to a row: on its single root, or else in a comment before it. */
function toRow(key: string, row: Node | string): (Node | string)[] {
  if (row instanceof DocumentFragment && row.childNodes.length === 1 && row.firstElementChild) {
    call(row.firstElementChild, 'setAttribute', keyAttribute, key);
    return [row];
  }
  return [new Comment(`k:${encodeURIComponent(key)}`), row];
}

/** Replaces a row, or removes it. */
function replaceRow(list: Place, key: string, row: Node | '' = '', put = putNodes): void {
  const { start } = findRow(list, key);
  list.rows!.delete(key);
  put(start, rowEnd(start)!, row);
}

/** Brings all rows into this order. */
function orderRows(list: Place, keys: string[]): void {
  const rows = noteRows(list);
  let before: ChildNode = endOf(list.start as Comment);
  for (const key of keys.reverse()) {
    const { start } = rows.get(key) ?? lost();
    if (rowEnd(start) !== before) moveBefore(start, before);
    before = start;
  }
}

/** Moves a row without unloading its content, as far as the browser can. */
function moveBefore(start: Anchor, before: ChildNode): void {
  const parent = read(start, 'parentNode') as Element;
  const nodes = siblings(start, rowEnd(start));
  if (features.morph) features.morph.move(nodes, parent, before);
  else if ('moveBefore' in Element.prototype)
    nodes.forEach((node) => call(parent, 'moveBefore', node, before));
  else call(before, 'before', ...nodes);
}

/** Notes the selected text of the page, which is lost with a row that moves. @returns a function that selects it again */
function holdSelection(): () => void {
  const selection = getSelection()!;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return () => {
    const isLost = selection.anchorNode !== anchorNode || selection.focusNode !== focusNode;
    const isText = anchorNode instanceof Text && focusNode instanceof Text;
    if (isLost && isText && anchorNode.isConnected && focusNode.isConnected)
      selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  };
}
