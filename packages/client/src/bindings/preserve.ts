import { features } from '../features.js';
import type { Core } from './bindings.js';

/**
 * `lv-preserve` keeps an element with an `id` when an update replaces the markup around it by other markup with an element of this
 * id: a video goes on playing. Its content belongs to the page, its attributes follow the update.
 */
const preserved = '[lv-preserve][id]';

export function listen({ changesOf, writeAttribute }: Core): void {
  /** Gives an element the attributes of the new markup. Others that the page has set stay. */
  const followAttributes = (element: Element, next: Element): void => {
    for (const name of [...element.getAttributeNames(), ...next.getAttributeNames()]) {
      const value = next.getAttribute(name);
      if (value !== null || !changesOf(element)?.has(name)) writeAttribute(element, name, value);
    }
  };

  features.put = (from, end, by) => {
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
      followAttributes(element, next);
      const parent = next.parentNode as Element;
      // Browsers without `moveBefore` have this code from the start.
      if (features.morph) features.morph.move([element], parent, next);
      else parent.moveBefore(element, next);
      next.remove();
    }
    old.deleteContents();
  };
}
