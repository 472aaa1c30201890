import { type Language } from '@skerry/wire';
import {
  defaultTreeAdapter as adapter,
  type DefaultTreeAdapterTypes as Dom,
  html,
  parseFragment,
} from 'parse5';

import { preformatted, tableParents } from './elements.js';

const { NS } = html;

/** Elements inside one another; parsers of browsers end at about as many. */
const maxDepth = 500;

/** Markup with more elements than anybody needs, too many inside one another, or one whose attributes are repeated too often. */
export class TooMuch extends Error {}

/** The bounds and the surroundings of parsing. */
interface ParseOptions {
  readonly language?: Language;
  /** True if the content of `<noscript>` is text. */
  readonly scriptingEnabled?: boolean;
  readonly maxElements: number;
}

/** Parses markup as browsers do. @throws TooMuch */
export function parseMarkup(markup: string, options: ParseOptions): Dom.DocumentFragment {
  const { language = '', scriptingEnabled = false, maxElements } = options;
  const maxCharacters = 1000 + 4 * markup.length;
  let depth = 0;
  let elements = 0;
  let characters = 0;
  const treeAdapter: typeof adapter = {
    ...adapter,
    createElement(tag, namespace, attributes) {
      // Parsers open what was not closed again and again, with all attributes.
      for (const { value } of attributes) characters += value.length;
      if (++elements > maxElements || characters > maxCharacters) throw new TooMuch();
      return adapter.createElement(tag, namespace, attributes);
    },
    onItemPush() {
      if (++depth > maxDepth) throw new TooMuch();
    },
    onItemPop: () => void depth--,
  };
  const parse = (context: Dom.Element | null) =>
    parseFragment(context, markup, { scriptingEnabled, treeAdapter });
  const tree = parse(contextOf(language));
  // Rows and cells without a table are kept only among their like.
  return tree.childNodes.some(isTablePart) && !tree.childNodes.every(mayBeInTable)
    ? parse(adapter.createElement('div', NS.HTML, []))
    : tree;
}

/** The element that markup is parsed in; without one, rows and cells may be in it too. */
const contextOf = (language: Language): Dom.Element | null =>
  language ? adapter.createElement(language, language === 'svg' ? NS.SVG : NS.MATHML, []) : null;

const isTablePart = ({ nodeName }: Dom.ChildNode): boolean => tableParents.has(nodeName);

/** Tells whether a node is left between the rows of a table. */
const mayBeInTable = (node: Dom.ChildNode): boolean =>
  adapter.isTextNode(node)
    ? !/[^ \t\n\f]/.test(node.value)
    : isTablePart(node) || /^(?:#comment|script|style|template)$/.test(node.nodeName);

/** Writes a line feed twice at the start of an element where parsers drop the first. */
export function keepLineFeed({ tagName, childNodes: [first] }: Dom.Element): void {
  const isDropped = preformatted.has(tagName) || tagName === 'textarea';
  if (isDropped && first && adapter.isTextNode(first) && first.value.startsWith('\n'))
    first.value = `\n${first.value}`;
}
