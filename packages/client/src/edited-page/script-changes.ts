import { islandTag, keyAttribute, regionTag } from '@skerry/wire';

import { noteFilled, watchAttributes } from '../patch/owned.js';
import { nearest } from '../patch/values.js';
import { read } from '../unclobbered.js';

/** Notes what scripts change on a page outside of regions and islands: an edit of the page leaves it alone. */

/** Elements that scripts have put at the end of the page: dialogs, messages, overlays. */
const added = new Set<Element>();
let observer: MutationObserver;

/** Begins to note what scripts do once the page is parsed. */
export function watchScripts(): void {
  watchAttributes(document.documentElement);
  observer = new MutationObserver(noteAdditions);
  observer.observe(document.documentElement, { childList: true, subtree: true });
}

function noteAdditions(records: MutationRecord[]): void {
  if (read(document, 'readyState') === 'loading') return;
  for (const record of records) {
    const { addedNodes, removedNodes, previousSibling, nextSibling } = record;
    const target = record.target as Element;
    if (target === read(document, 'body'))
      for (const node of addedNodes) if (node instanceof Element) added.add(node);
    const wasEmpty = !(previousSibling || nextSibling || removedNodes[0]);
    if (wasEmpty && addedNodes[0] && !nearest(target, `${regionTag},${islandTag}`))
      noteFilled(target);
  }
}

/** Returns true if a script has put a node at the end of the page. */
export const isByScript = (node: Node): boolean => added.has(node as Element);

/**
 * Runs an update of the page. Meanwhile the elements that scripts have put at its end have names, so that no other element takes them for
 * its own; and what the update adds is not noted as theirs.
 */
export function updateBesideScripts(update: () => void): void {
  noteAdditions(observer.takeRecords());
  for (const element of added)
    if (!element.isConnected) added.delete(element);
    else element.setAttribute(keyAttribute, `script ${Math.random()}`);
  update();
  for (const element of added) element.removeAttribute(keyAttribute);
  observer.takeRecords();
}
