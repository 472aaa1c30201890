import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** Stands behind the markup. Where a parser puts it says whether the markup was all that it had to be. */
const sentinel = 'skerry-end-of-head';

/** The problem of markup that is meant for a `<head>`, in words that follow "whose markup"; `undefined` if it can be there. */
export function findHeadProblem(html: string): string | undefined {
  const document = parse(`<!doctype html><head>${html}<meta name="${sentinel}"></head>`);
  const root = document.childNodes.find(defaultTreeAdapter.isElementNode);
  const [head, body] = (root?.childNodes ?? []).filter(defaultTreeAdapter.isElementNode);
  const [moved] = body?.childNodes ?? [];
  const last = head?.childNodes.at(-1);
  if (last && isSentinel(last)) return undefined;
  // What a browser moves out of the head begins its body, and takes the rest along.
  if (moved && !isSentinel(moved)) return `has ${nameOf(moved)}, which a <head> cannot hold`;
  return moved || !last ? 'ends the <head>' : `does not close its ${nameOf(last)}`;
}

const isSentinel = (node: Node): boolean =>
  defaultTreeAdapter.isElementNode(node) && node.attrs.some(({ value }) => value === sentinel);

function nameOf(node: Node): string {
  if (defaultTreeAdapter.isElementNode(node)) return `<${node.tagName}>`;
  return defaultTreeAdapter.isCommentNode(node) ? 'comment' : 'text';
}
