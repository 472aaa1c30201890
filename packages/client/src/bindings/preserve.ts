import { features } from '../features.js';
import type { Core } from './bindings.js';

/**
 * `lv-preserve` keeps an element with an `id` when an update replaces the markup around it by other markup with an element of this
 * id: a video goes on playing. Its content belongs to the page, its attributes follow the update.
 */
const preserved = '[lv-preserve][id]';

/** Gives an element the attributes of the new markup. Others that the page has set stay. */
function followAttributes(element: Element, next: Element, core: Core): void {
  for (const name of [...element.getAttributeNames(), ...next.getAttributeNames()]) {
    const value = next.getAttribute(name);
    if (value !== null || !core.changesOf(element)?.has(name))
      core.writeAttribute(element, name, value);
  }
}

/** Replaces siblings, up to another one. */
function putNodes(core: Core, from: ChildNode, end: ChildNode, by: Node | string): void {
  const around = end.parentNode as ParentNode;
  const old = new Range();
  old.setStartBefore(from);
  old.setEndBefore(end);
  const kept = new Map<string, Element>();
  for (const each of around.querySelectorAll(preserved))
    if (old.intersectsNode(each)) kept.set(each.id, each);
  if (by) end.before(by);
  for (const next of around.querySelectorAll(preserved)) {
    const element = kept.get(next.id);
    if (!element || element === next) continue;
    followAttributes(element, next, core);
    const parent = next.parentNode as Element;
    (parent.moveBefore ?? parent.insertBefore).call(parent, element, next);
    next.remove();
  }
  old.deleteContents();
}

export function listen(core: Core): void {
  features.put = (...nodes) => putNodes(core, ...nodes);
}
