import { keyAttribute, regionIdPrefix } from '@skerry/wire';
import {
  defaultTreeAdapter as adapter,
  type DefaultTreeAdapterTypes as Dom,
  html,
  serialize,
} from 'parse5';

import { TextCache } from '../core/text-cache.js';
import { words } from './elements.js';
import { escapeHtml } from './escape.js';
import type { Around } from './languages.js';
import { keepLineFeed, parseMarkup, TooMuch } from './parse-markup.js';

/** Recent results, some megabytes of them. */
const settledLately = new TextCache(2_000_000);

/**
 * Markup as a parser understands it, written such that every parser understands the same: what was open is closed, and
 * nothing in it is a name of ours or belongs to a form around it. Markup that parsers read differently the second time is
 * shown as text.
 *
 * @param markup without U+0000
 */
export const settledMarkup = (markup: string, around: Around): string =>
  settledLately.get(`${around.language}${around.inForm ? ' form' : ''}\0${markup}`, () =>
    settle(markup, around),
  );

function settle(markup: string, around: Around): string {
  try {
    const settled = rewritten(markup, around);
    // A parser that takes the content of `<noscript>` for text must find the same.
    const modes = /<noscript/i.test(settled) ? [false, true] : [false];
    if (modes.every((scripting) => isStable(settled, around, scripting))) return settled;
  } catch (thrown) {
    if (!(thrown instanceof TooMuch)) throw thrown;
  }
  return escapeHtml(markup);
}

/** Tells whether a second reading finds the same, with the markup after it. */
function isStable(markup: string, around: Around, scripting: boolean): boolean {
  const followed = `${markup}<!--.-->`;
  return rewritten(followed, around, scripting) === followed;
}

/** Markup as it is written after it was parsed. @throws TooMuch */
function rewritten(markup: string, { language, inForm }: Around, scriptingEnabled = false): string {
  const maxElements = 1000 + markup.length;
  const tree = parseMarkup(markup, { language, scriptingEnabled, maxElements });
  tree.childNodes.forEach(disguise);
  clean(tree, inForm ? 'around' : 'none');
  return serialize(tree, { scriptingEnabled });
}

/** The form at a node: one around the markup, one of its own, or none. */
type Form = 'around' | 'own' | 'none';

/** Takes out what would be ours, and writes down what parsers understand and serialisers cannot say. */
function clean(parent: Dom.ParentNode, form: Form): void {
  for (const node of parent.childNodes.slice()) {
    // It would be the start or the end of late content.
    if (adapter.isCommentNode(node) && node.data.startsWith('?')) node.data = ` ${node.data}`;
    if (!adapter.isElementNode(node)) continue;
    const { tagName } = node;
    node.attrs = node.attrs.filter((each) => !isOurs(each, tagName));
    if (form !== 'own' && isField(node, form)) node.attrs.push(noForm);
    // Nothing ends `<plaintext>`; this looks the same.
    if (tagName === 'plaintext') node.nodeName = node.tagName = 'pre';
    keepLineFeed(node);
    if ('content' in node) clean(node.content as Dom.DocumentFragment, 'none');
    clean(node, form === 'none' && tagName === 'form' ? 'own' : form);
    // Parsers let one form be inside another only by mistake.
    if (form !== 'none' && tagName === 'form') unwrap(node, parent);
  }
}

/** Attributes that lead to an element by its id. */
const references = words('commandfor for id interestfor list popovertarget');

/**
 * Tells whether an attribute would bind an event, lead to an element of ours or be the id of one, fill the place of late
 * content, or give a field to a form elsewhere.
 */
const isOurs = ({ name, value }: { name: string; value: string }, tag: string): boolean =>
  name.startsWith('lv-') ||
  name === 'form' ||
  (name === 'for' && tag === 'template') ||
  (references.has(name) && value.startsWith(regionIdPrefix));

const fields = words('button fieldset input object output select textarea');

/** Tells whether a form takes an element for one of its fields. The app's own elements may be fields, too. */
const isField = ({ tagName, namespaceURI }: Dom.Element, form: Form): boolean =>
  namespaceURI === html.NS.HTML &&
  (fields.has(tagName) || (form === 'around' && tagName.includes('-')));

/** Keeps a field out of the form around it: no element has this id. */
const noForm = { name: 'form', value: '' };

function unwrap(element: Dom.Element, parent: Dom.ParentNode): void {
  for (const child of element.childNodes.slice()) {
    adapter.detachNode(child);
    adapter.insertBefore(parent, child, element);
  }
  adapter.detachNode(element);
}

/** Keeps a node directly in the range of the markup from looking like a marker, the root of a row, or a shadow root. */
function disguise(node: Dom.ChildNode): void {
  if (adapter.isElementNode(node))
    node.attrs = node.attrs.filter(
      ({ name }) => name !== keyAttribute && !name.startsWith('shadowroot'),
    );
  else if (adapter.isCommentNode(node) && /^(?:\[|\]|k:|\d*$)/.test(node.data))
    node.data = ` ${node.data}`;
}
