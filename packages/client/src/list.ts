import { reset } from './lazy.js';
import { after, type Anchor, closes, endOf, keyAt, lost, rowEnd, Slot } from './places.js';
import { call, read } from './unclobbered.js';

/** Lookups of single rows that a list answers before it notes all of its rows. */
const fewLookups = 8;

/** The row with this key. @throws Lost */
export function findRow(list: Slot, key: string): Slot {
  const rows = (list.rows ??= new Map());
  let row = rows.get(key);
  if (row?.isThere) return row;
  const start = rows.size < fewLookups && findRoot(list.start.parentNode!, key);
  if (start) rows.set(key, (row = new Slot(start)));
  else row = noteRows(list).get(key);
  return row ?? lost();
}

/** Finds the root of a row without looking at the others, where the parent holds nothing but one list's roots. */
function findRoot(parent: ParentNode, key: string): Element | null {
  const others = read(parent, 'childNodes').length - read(parent, 'childElementCount');
  return others === 2
    ? call(parent, 'querySelector', `:scope > [data-k="${CSS.escape(key)}"]`)
    : null;
}

/** Notes all rows. */
function noteRows(list: Slot): Map<string, Slot> {
  const { start, rows = (list.rows = new Map()) } = list;
  for (let node = start.nextSibling; node && !closes(node); node = after(node)) {
    const key = keyAt(node);
    if (key !== null && !rows.get(key)?.isThere) rows.set(key, new Slot(node as Anchor));
  }
  return rows;
}

/** The node before which something stands that comes before the row of this key; `null` is the end. */
const nodeOf = (list: Slot, key: string | null): ChildNode =>
  key === null ? endOf(list.start as Comment) : findRow(list, key).start;

/** What a row looks like: its single root carries the key, a comment before it otherwise. */
export function toRow(key: string, row: Node | string): (Node | string)[] {
  if (row instanceof DocumentFragment && row.childNodes.length === 1 && row.firstElementChild) {
    call(row.firstElementChild, 'setAttribute', 'data-k', key);
    return [row];
  }
  return [new Comment(`k:${encodeURIComponent(key)}`), row];
}

/** Inserts rows before another. */
export function insertRows(list: Slot, before: string | null, rows: DocumentFragment): void {
  call(nodeOf(list, before), 'before', rows);
}

/** Puts something in the place of a row, or nothing. */
export function replaceRow(list: Slot, key: string, row: DocumentFragment | '' = ''): void {
  const { start } = findRow(list, key);
  const end = rowEnd(start);
  list.rows!.delete(key);
  if (row) call(start, 'before', row);
  removeNodes(start, end);
}

/** Removes siblings. */
export function removeNodes(from: ChildNode | null, end: ChildNode | null): void {
  for (const node of siblings(from, end)) call(node, 'remove');
}

/** Moves a row before another. */
export function moveRow(list: Slot, key: string, before: string | null): void {
  moveBefore(findRow(list, key).start, nodeOf(list, before));
}

/** Brings all rows into this order. */
export function orderRows(list: Slot, keys: string[]): void {
  const rows = noteRows(list);
  let before: ChildNode = endOf(list.start as Comment);
  for (const key of keys.reverse()) {
    const { start } = rows.get(key) ?? lost();
    if (rowEnd(start) !== before) moveBefore(start, before);
    before = start;
  }
}

/** Moves a row without unloading what is in it, as far as the browser can. */
function moveBefore(start: Anchor, before: ChildNode): void {
  const parent = read(start, 'parentNode') as Element;
  const nodes = siblings(start, rowEnd(start));
  if (reset) reset.move(nodes, parent, before);
  else if ('moveBefore' in Element.prototype)
    nodes.forEach((node) => call(parent, 'moveBefore', node, before));
  else call(before, 'before', ...nodes);
}

/** A node and its next siblings, up to another. */
export function siblings(from: ChildNode | null, end: ChildNode | null): ChildNode[] {
  const nodes: ChildNode[] = [];
  for (let node = from; node && node !== end; node = read(node, 'nextSibling')) nodes.push(node);
  return nodes;
}
