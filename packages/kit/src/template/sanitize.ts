import { defaultSchema, sanitize as keepAllowed, type Schema } from 'hast-util-sanitize';
import {
  defaultTreeAdapter as adapter,
  type DefaultTreeAdapterTypes as Dom,
  html as htmlNames,
  serialize,
} from 'parse5';

import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { escapeHtml, htmlText } from './escape.js';
import { keepLineFeed, parseMarkup, TooMuch } from './parse-markup.js';

const { HTML } = htmlNames.NS;

/** Far more than anybody writes; each costs some microseconds. */
const maxElements = 20_000;

/**
 * GitHub's list of elements for texts that its users write, without fields and sets of pictures. Attributes neither run, send,
 * style, nor name something else on the page. An element that is not allowed leaves its content behind, unless it is in `strip`.
 */
const schema: Schema = {
  ...defaultSchema,
  tagNames: defaultSchema.tagNames!.filter((name) => !/^(?:input|picture|source)$/.test(name)),
  attributes: {
    '*': 'abbr align alt colspan datetime dir height id lang open rowspan scope span start title valign width'.split(
      ' ',
    ),
    a: ['href'],
    blockquote: ['cite'],
    code: [['class', /^language-[\w+-]+$/]],
    del: ['cite'],
    img: ['src', 'loading'],
    ins: ['cite'],
    li: ['value'],
    ol: ['reversed'],
    q: ['cite'],
  },
  clobber: ['id'],
  required: {},
  strip: [
    'script',
    'style',
    'title',
    'textarea',
    'select',
    'iframe',
    'noembed',
    'noframes',
    'noscript',
    'plaintext',
    'xmp',
  ],
};

/** A node as the library takes it. */
type Node = Parameters<typeof keepAllowed>[0];

/**
 * Cleans markup that visitors have written, so that `unsafeHtml` can show it: the elements and attributes of texts stay; scripts,
 * handlers, styles, forms and fields, frames, drawings, and all names of Skerry's own go. Ids begin with `user-content-`. It parses as
 * browsers do. Markup of more than 20,000 elements, or 500 inside one another, becomes text.
 *
 * Clean once, where the text arrives, and keep the result: a render function cleans again with each update.
 *
 * @param html markup from anybody
 * @returns markup for `unsafeHtml`
 * @throws SkerryError `not-markup`
 * @example
 * write: event(z.object({ text: z.string() }), (live, { text }) => live.assign({ html: live.sanitize(text) }))
 */
export function sanitize(html: string): string {
  if (typeof html !== 'string')
    throw fail('not-markup', { call: 'sanitize', value: describe(html) });
  const markup = htmlText(html);
  try {
    const children = allowable(parseMarkup(markup, { maxElements }));
    const root = { type: 'root', children } as Node;
    return serialize(parsedFrom(keepAllowed(root, schema), adapter.createDocumentFragment()));
  } catch (thrown) {
    if (thrown instanceof TooMuch) return escapeHtml(markup);
    throw thrown;
  }
}

/** The elements of HTML and the texts of a tree. Parsers that disagree do so about the rest: drawings, formulas, templates. */
const allowable = (parent: Dom.ParentNode): Node[] =>
  parent.childNodes.flatMap((node): Node[] => {
    if (adapter.isTextNode(node)) return [{ type: 'text', value: node.value }];
    if (!adapter.isElementNode(node) || node.namespaceURI !== HTML) return [];
    const { tagName, attrs } = node;
    const properties = Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
    return [{ type: 'element', tagName, properties, children: allowable(node) } as Node];
  });

/** Puts what the library has kept into a node of the parser. */
function parsedFrom<Parent extends Dom.ParentNode>(kept: Node, into: Parent): Parent {
  for (const node of 'children' in kept ? (kept.children as Node[]) : [kept]) {
    if (node.type === 'text') adapter.insertText(into, node.value);
    if (node.type !== 'element') continue;
    const attrs = Object.entries(node.properties).map(([name, value]) => ({
      name,
      value: `${value}`,
    }));
    const element = parsedFrom(node, adapter.createElement(node.tagName, HTML, attrs));
    keepLineFeed(element);
    adapter.appendChild(into, element);
  }
  return into;
}
