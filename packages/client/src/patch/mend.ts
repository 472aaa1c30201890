import { islandReportPath, putBack, regionTag } from '@skerry/wire';

import type { RegionHandle } from '../region/region-handle.js';

let isTold = false;
const mended = new WeakSet<Element>();

/**
 * Puts back the nodes that a parser has moved out of the host of a region, since HTML does not allow them there. The parser
 * may also have changed them.
 *
 * @returns the version of the tree in the host: NaN if something was put back, or if its end is gone
 */
export async function mendRegion({ host }: RegionHandle): Promise<number> {
  if (Reflect.get(Document.prototype, 'readyState', document) === 'loading')
    await new Promise((parsed) => addEventListener('DOMContentLoaded', parsed, { once: true }));
  mendHost(host);
  return mended.has(host) || !endOf(host) ? NaN : 0;
}

function mendHost(host: Element): void {
  // Parsers take the end tag of an inner host for that of the outer one, which is mended first.
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

/** Finds the comment that the server wrote at the end of a host. */
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

/** Reports the mistake once in a page, here and to the server. */
function tell({ id }: Element): void {
  reportError(
    new Error(
      `The region #${id} is inside an element that cannot contain its markup: the browser has moved that out. The development server names both.`,
    ),
  );
  navigator.sendBeacon(islandReportPath, JSON.stringify({ region: id }));
}
