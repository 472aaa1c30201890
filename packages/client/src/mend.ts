import { putBack } from '@skerry/wire';

import type { Region } from './region.js';
import { call, read } from './unclobbered.js';

let isTold = false;

/**
 * Puts back what a parser has moved out of the host of a region, since it could not be where it was written. What the parser
 * has made of it may differ.
 *
 * @returns the version of the tree that the host holds then: NaN where something was put back
 */
export async function mend({ host, topic }: Region): Promise<number> {
  if (read(document, 'readyState') === 'loading')
    await new Promise((parsed) => addEventListener('DOMContentLoaded', parsed, { once: true }));
  const end = endOf(host, topic);
  if (!end || host.contains(end)) return 0;
  putBack<Node>(host, end, (node, parent) => parent.appendChild(node));
  end.remove();
  if (!isTold) tell(host);
  isTold = true;
  return NaN;
}

/** The comment that the server wrote at the end of a host. */
function endOf(host: HTMLElement, topic: string): Comment | undefined {
  const comments = call(document, 'createTreeWalker', document, NodeFilter.SHOW_COMMENT);
  comments.currentNode = host;
  while (comments.nextNode()) {
    const comment = comments.currentNode as Comment;
    if (comment.data === topic) return comment;
  }
  return undefined;
}

/** Says once in a page what is wrong, here and to the server. */
function tell({ id }: HTMLElement): void {
  reportError(
    new Error(
      `The region #${id} is inside an element that may not hold what it renders: browsers have moved that out. The development server names both.`,
    ),
  );
  navigator.sendBeacon('/_skerry/islands/error', JSON.stringify({ region: id }));
}
