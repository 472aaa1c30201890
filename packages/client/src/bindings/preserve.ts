import { features } from '../features.js';

/**
 * `lv-preserve` keeps an element with an `id` when an update replaces the markup around it by other markup with an element of this
 * id: a video goes on playing. Its content belongs to the page, its attributes follow the update.
 */
const preserved = '[lv-preserve][id]';

/** Replaces siblings, up to another one. */
function putNodes(from: ChildNode, end: ChildNode, by: Node | string): void {
  const old = new Set<ChildNode>();
  const kept = new Map<string, Element>();
  for (let node: ChildNode = from; node !== end; node = node.nextSibling!) {
    old.add(node);
    if (!(node instanceof Element)) continue;
    for (const each of [node, ...node.querySelectorAll(preserved)])
      if (each.matches(preserved)) kept.set(each.id, each);
  }
  if (by) end.before(by);
  for (const next of end.parentElement!.querySelectorAll(preserved)) {
    const element = kept.get(next.id);
    if (!element || element === next) continue;
    for (const { name, value } of next.attributes) element.setAttribute(name, value);
    const parent = next.parentElement!;
    (parent.moveBefore ?? parent.insertBefore).call(parent, element, next);
    next.remove();
    old.delete(element);
  }
  for (const node of old) node.remove();
}

export function listen(): void {
  features.put = putNodes;
}
