import { islandReportPath, putBack, regionTag } from '@skerry/wire';

import type { RegionHandle } from '../region/region-handle.js';

let isTold = false;
const mended = new WeakSet<Element>();

/**
 * Puts back what a parser has moved out of the host of a region, since it could not be where it was written. What the parser
 * has made of it may differ.
 *
 * @returns the version of the tree that the host holds then: NaN where something was put back, or its end is gone
 */
export async function mendRegion({ host }: RegionHandle): Promise<number> {
  if (Reflect.get(Document.prototype, 'readyState', document) === 'loading')
    await new Promise((parsed) => addEventListener('DOMContentLoaded', parsed, { once: true }));
  mendHost(host);
  return mended.has(host) || !endOf(host) ? NaN : 0;
}

function mendHost(host: Element): void {
  // Parsers take the end tag of an inner host for that of the host around it, which comes first.
  const around = host.parentElement?.closest(regionTag);
  if (around) mendHost(around);
  const end = endOf(host);
  if (!end || host.contains(end)) return;
  putBack<Node>(host, end, (node, parent) => parent.appendChild(node));
  end.remove();
  mended.add(host);
  if (!isTold) tell(host);
  isTold = true;
}

/** The comment that the server wrote at the end of a host. */
function endOf(host: Element): Comment | undefined {
  const topic = host.id.replace('-', ':');
  const comments = Document.prototype.createTreeWalker.call(document, document, 128); // comments
  comments.currentNode = host;
  while (comments.nextNode()) {
    const comment = comments.currentNode as Comment;
    if (comment.data === topic) return comment;
  }
  return undefined;
}

/** Says once in a page what is wrong, here and to the server. */
function tell({ id }: Element): void {
  reportError(
    new Error(
      `The region #${id} is inside an element that may not hold what it renders: browsers have moved that out. The development server names both.`,
    ),
  );
  navigator.sendBeacon(islandReportPath, JSON.stringify({ region: id }));
}
