import { keyAttribute, type Language } from '@skerry/wire';
import {
  defaultTreeAdapter as adapter,
  type DefaultTreeAdapterTypes as Dom,
  html,
  parseFragment,
  serialize,
} from 'parse5';

import { TextCache } from '../core/text-cache.js';
import { preformatted, tableParents } from './elements.js';
import { escapeHtml } from './escape.js';

const { NS } = html;

/** Elements inside one another; parsers of browsers end at about as many. */
const maxDepth = 500;

/** Recent results, some megabytes of them. */
const settledLately = new TextCache(2_000_000);

/**
 * Markup as a parser understands it, written such that every parser understands the same: what was open is closed, and
 * nothing in it is a name of ours. Markup that parsers read differently the second time is shown as text.
 *
 * @param markup without U+0000
 */
export function settledMarkup(markup: string, language: Language): string {
  const source = (language && `${language}\0`) + markup;
  return settledLately.get(source, () => settle(markup, language));
}

function settle(markup: string, language: Language): string {
  try {
    const settled = rewritten(markup, language);
    // A parser that takes the content of `<noscript>` for text must find the same.
    const modes = /<noscript/i.test(settled) ? [false, true] : [false];
    if (modes.every((scripting) => isStable(settled, language, scripting))) return settled;
  } catch (thrown) {
    if (!(thrown instanceof TooMuch)) throw thrown;
  }
  return escapeHtml(markup);
}

/** Tells whether a second reading finds the same, with the markup after it. */
function isStable(markup: string, language: Language, scripting: boolean): boolean {
  const followed = `${markup}<!--.-->`;
  return rewritten(followed, language, scripting) === followed;
}

class TooMuch extends Error {}

/** Markup as it is written after it was parsed. @throws TooMuch */
function rewritten(markup: string, language: Language, scriptingEnabled = false): string {
  let depth = 0;
  let elements = 0;
  const treeAdapter: typeof adapter = {
    ...adapter,
    onItemPush() {
      // Parsers open what was not closed again and again.
      if (++depth > maxDepth || ++elements > 1000 + markup.length) throw new TooMuch();
    },
    onItemPop: () => void depth--,
  };
  const options = { scriptingEnabled, treeAdapter };
  let tree = parseFragment(contextOf(language), markup, options);
  // Rows and cells without a table are kept only among their like.
  if (tree.childNodes.some(isTablePart) && !tree.childNodes.every(mayBeInTable))
    tree = parseFragment(adapter.createElement('div', NS.HTML, []), markup, options);
  tree.childNodes.forEach(disguise);
  clean(tree, false);
  return serialize(tree, options);
}

/** The element that markup is parsed in; without one, rows and cells may be in it too. */
const contextOf = (language: Language): Dom.Element | null =>
  language ? adapter.createElement(language, language === 'svg' ? NS.SVG : NS.MATHML, []) : null;

const isTablePart = ({ nodeName }: Dom.ChildNode): boolean => tableParents.has(nodeName);

/** Tells whether parsers leave a node between the rows of a table. */
const mayBeInTable = (node: Dom.ChildNode): boolean =>
  adapter.isTextNode(node)
    ? !/[^ \t\n\f]/.test(node.value)
    : isTablePart(node) || /^(?:#comment|script|style|template)$/.test(node.nodeName);

/** Takes out what would be ours, and writes down what parsers understand and serialisers cannot say. */
function clean(parent: Dom.ParentNode, inForm: boolean): void {
  for (const node of parent.childNodes.slice()) {
    // It would be the start or the end of late content.
    if (adapter.isCommentNode(node) && node.data.startsWith('?')) node.data = ` ${node.data}`;
    if (!adapter.isElementNode(node)) continue;
    const { tagName } = node;
    node.attrs = node.attrs.filter((each) => !isOurs(each));
    // Nothing ends `<plaintext>`; this looks the same.
    if (tagName === 'plaintext') node.nodeName = node.tagName = 'pre';
    if (preformatted.has(node.tagName) || node.tagName === 'textarea') keepLineFeed(node);
    if ('content' in node) clean(node.content as Dom.DocumentFragment, false);
    clean(node, inForm || tagName === 'form');
    // Parsers let one form be inside another only by mistake.
    if (inForm && tagName === 'form') unwrap(node, parent);
  }
}

/** Tells whether an attribute would bind an event, or give the id of an element of ours. */
const isOurs = ({ name, value }: { name: string; value: string }): boolean =>
  name.startsWith('lv-') || ((name === 'id' || name === 'form') && value.startsWith('lv-'));

/** Parsers drop a line feed at the start of these. */
function keepLineFeed({ childNodes: [first] }: Dom.Element): void {
  if (first && adapter.isTextNode(first) && first.value.startsWith('\n'))
    first.value = `\n${first.value}`;
}

function unwrap(element: Dom.Element, parent: Dom.ParentNode): void {
  for (const child of element.childNodes.slice()) {
    adapter.detachNode(child);
    adapter.insertBefore(parent, child, element);
  }
  adapter.detachNode(element);
}

/** Keeps a node directly in the range of the markup from looking like a marker, or the root of a row. */
function disguise(node: Dom.ChildNode): void {
  if (adapter.isElementNode(node))
    node.attrs = node.attrs.filter(({ name }) => name !== keyAttribute);
  else if (adapter.isCommentNode(node) && /^(?:\[|\]|k:|\d*$)/.test(node.data))
    node.data = ` ${node.data}`;
}
