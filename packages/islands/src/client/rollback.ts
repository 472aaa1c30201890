import { islandTag, slotTag } from '@skerry/wire';

import type { Island, Show } from './island.js';
import { preserveInput } from './preserve-input.js';
import { stateOf } from './state.js';
import { call, read } from './unclobbered.js';

/** The mounts that have failed. */
const restored = new WeakSet<Show>();

/**
 * Restores the markup from before an island failed, with the content of its slots alive.
 *
 * @param show of the mount that failed
 * @returns true unless that was done before
 */
export function rollback(host: Island, show: Show): boolean {
  const { changes = [] } = host;
  host.changes = undefined;
  if (restored.has(show)) return false;
  restored.add(show);
  const { slots } = stateOf(host);
  slots.hold();
  for (const change of changes.reverse()) if (isOwn(host, change)) undo(change);
  const settle = preserveInput(host, []);
  // Copies, so that no listeners are left.
  host.replaceChildren(
    ...Array.from(host.childNodes, (node) => call(document, 'importNode', node, true)),
  );
  settle();
  slots.restore();
  return true;
}

const parentOf = (node: Node | null): Node | null => node && read(node, 'parentNode');

/** Returns true if the island made a change, and not the content of a slot. */
function isOwn(host: Island, { target }: MutationRecord): boolean {
  const element = target instanceof Element ? target : parentOf(target);
  const around = element instanceof Element && call(element, 'closest', `${slotTag},${islandTag}`);
  return !around || around === host;
}

function undo(change: MutationRecord): void {
  const { target, oldValue, attributeName, attributeNamespace } = change;
  if (change.type === 'characterData') (target as CharacterData).data = oldValue!;
  else if (change.type === 'childList') undoChildren(change);
  else if (oldValue === null)
    call(target as Element, 'removeAttributeNS', attributeNamespace, attributeName!);
  else call(target as Element, 'setAttributeNS', attributeNamespace, attributeName!, oldValue);
}

function undoChildren({ target, addedNodes, removedNodes, nextSibling }: MutationRecord): void {
  for (const node of addedNodes) if (parentOf(node) === target) call(target, 'removeChild', node);
  const next = parentOf(nextSibling) === target ? nextSibling : null;
  for (const node of removedNodes) call(target, 'insertBefore', node, next);
}
