import { putBack } from '@skerry/wire';

import { move } from './reset.js';

let isTold = false;

/**
 * Puts back what a parser has moved out of the host of a region, since it could not be where it was written. What the parser
 * has made of it may differ, so that the region is to ask for its whole tree.
 *
 * @returns whether there was something to put back
 */
export async function mend(host: HTMLElement): Promise<boolean> {
  if (document.readyState === 'loading')
    await new Promise((parsed) => addEventListener('DOMContentLoaded', parsed, { once: true }));
  const end = endOf(host);
  if (!end || host.contains(end)) return false;
  putBack<Node>(host, end, (node, parent) => move(node, parent as Element, null));
  end.remove();
  if (!isTold) tell(host);
  isTold = true;
  return true;
}

/** The comment that the server wrote at the end of a host. */
function endOf(host: HTMLElement): Comment | undefined {
  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  comments.currentNode = host;
  while (comments.nextNode()) {
    const comment = comments.currentNode as Comment;
    if (comment.data === `/${host.id}`) return comment;
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
