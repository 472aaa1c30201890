import { isComment } from './places.js';
import { call } from './unclobbered.js';

/** Hosts in which somebody else took a marker away: what is left may look whole, and name other places. */
export const damaged = new WeakSet<Node>();

/** Watches hosts. What a region changes by itself is to be taken from its records. */
export const observer = new MutationObserver((records) => {
  for (const { target, removedNodes } of records)
    for (const node of removedNodes)
      // Texts tell by themselves whether their markers are there.
      if (isComment(node) && /^(\[\d|]|k:)/.test(node.data))
        damaged.add(call(target as Element, 'closest', 'skerry-live') ?? target);
});
