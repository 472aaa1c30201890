import { ignoreAttribute } from '@skerry/wire';

import {
  clearSlot,
  type Host,
  isIsland,
  nameOf,
  slotOf,
  slotsOf,
} from '../islands/island-slots.js';
import { morph } from '../patch/morph.js';
import { nearest } from '../patch/values.js';
import { hosts, type KeptHost, keepHosts } from './keep-hosts.js';

/** Brings the content of an element to that of another document's, and keeps its hosts. @param drop removes a node that is no longer there */
export function bringContent(
  element: Element,
  next: Element,
  drop?: (node: ChildNode) => void,
): void {
  const kept = keepHosts(element, next);
  dropTemplates(element, next);
  const tree = new DocumentFragment();
  tree.append(...next.childNodes);
  morph(element, tree, drop);
  for (const each of kept) settleHost(each);
}

/** Removes templates for those of the new tree, if these are others: an update of children does not see what is in them. */
function dropTemplates(element: Element, next: Element): void {
  const old = templatesIn(element);
  if (markupOf(old) !== markupOf(templatesIn(next))) for (const each of old) each.remove();
}

/** Finds the templates in an element that are in no region or island of it. */
const templatesIn = (element: Element): Element[] =>
  [...element.querySelectorAll('template')].filter(
    (template) => !element.contains(nearest(template, hosts)),
  );

const markupOf = (elements: Element[]): string =>
  elements.map(({ outerHTML }) => outerHTML).join('');

function settleHost({ host, standIn, slots }: KeptHost): void {
  // It is inside other elements now.
  if (standIn.isConnected) standIn.replaceWith(host);
  host.removeAttribute(ignoreAttribute);
  if (isIsland(host)) bringSlots(host, slots);
}

function bringSlots(host: Host, slots: KeptHost['slots']): void {
  for (const slot of slotsOf(host)) if (!slots.has(nameOf(slot))) clearSlot(host, slot);
  for (const [name, slot] of slots) bringContent(slotOf(host, name), slot);
  host.patched?.();
}
