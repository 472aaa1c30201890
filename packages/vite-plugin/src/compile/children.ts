import type { ESTree } from 'vite';

import { isIslandImport } from '../app-files/island-file.js';
import type { Span } from './errors.js';
import {
  constantOf,
  type Expression,
  hasKey,
  type InlineFunction,
  isFunction,
  isJsx,
  isTagOfElement,
  type Jsx,
  meaningfulChildren,
  shownText,
  unwrap,
} from './syntax.js';
import { jsxText } from './text.js';
import type { FileContext } from './file-context.js';

/** The kind of thing that a tag names. */
export type Tag =
  | { kind: 'element'; name: string }
  | { kind: 'fragment' | 'for' | 'component' | 'island' };

/** Finds the kind of a tag. */
export function tagOf({ source, imports }: FileContext, node: Jsx): Tag {
  if (node.type === 'JSXFragment') return { kind: 'fragment' };
  const { name } = node.openingElement;
  if (name.type === 'JSXNamespacedName')
    throw source.errorAt(
      name,
      `<${source.textOf(name)}> is not an element: HTML and SVG have no prefixes.`,
      'Write the name alone, such as <rect>.',
    );
  if (name.type === 'JSXMemberExpression') return { kind: 'component' };
  if (isTagOfElement(name.name)) return { kind: 'element', name: name.name };
  if (imports.isKit(name.name, 'Fragment')) return { kind: 'fragment' };
  if (imports.isKit(name.name, 'For')) return { kind: 'for' };
  const origin = imports.originOf(name.name);
  if (!origin || !isIslandImport(origin.source)) return { kind: 'component' };
  if (origin.name === 'default') return { kind: 'island' };
  throw source.errorAt(
    name,
    `<${name.name}> comes from the file of an island, '${origin.source}', and is not its default export: only that is an island.`,
    'Give it a file of its own, which ends in .island.tsx or .react.tsx.',
  );
}

/** A child of a tag, once fragments are flattened and constants are folded into text. */
export type Item =
  | { kind: 'text'; text: string; at: Span }
  | { kind: 'element'; node: ESTree.JSXElement; tag: string }
  | { kind: 'hole'; node: Expression };

/** Reads the children of an element, a fragment or a component. */
export function readChildren(context: FileContext, parent: Jsx): Item[] {
  const items: Item[] = [];
  const add = (item: Item) => {
    const last = items.at(-1);
    if (item.kind === 'text' && last?.kind === 'text') last.text += item.text;
    else items.push(item);
  };
  for (const child of meaningfulChildren(parent)) readChild(context, child, add);
  return items;
}

function readChild(context: FileContext, child: ESTree.JSXChild, add: (item: Item) => void): void {
  switch (child.type) {
    case 'JSXText':
      return add({ kind: 'text', text: jsxText(child.value), at: textStart(child) });
    case 'JSXSpreadChild':
      throw context.source.errorAt(
        child,
        'Children cannot be spread.',
        'Write `{items}`: a list can be a child as it is.',
      );
    case 'JSXExpressionContainer':
      return readExpression(context, child.expression as Expression, add);
    default:
      return readTag(context, child, add);
  }
}

/** The stretch of a text without its leading white space, for errors to point at. */
const textStart = ({ value, start, end }: ESTree.JSXText): Span => ({
  start: start + value.search(/\S|$/),
  end,
});

function readExpression(context: FileContext, node: Expression, add: (item: Item) => void): void {
  const inner = unwrap(node);
  if (isJsx(inner)) return readTag(context, inner, add);
  const constant = constantOf(node);
  if (!constant) return add({ kind: 'hole', node });
  const text = shownText(constant);
  if (text !== '') add({ kind: 'text', text, at: node });
}

function readTag(context: FileContext, node: Jsx, add: (item: Item) => void): void {
  const tag = tagOf(context, node);
  // With another key it is another one, so it has a place of its own.
  if (hasKey(node)) return add({ kind: 'hole', node });
  if (tag.kind === 'element')
    return add({ kind: 'element', node: node as ESTree.JSXElement, tag: tag.name });
  if (tag.kind !== 'fragment') return add({ kind: 'hole', node });
  for (const child of meaningfulChildren(node)) readChild(context, child, add);
}

/** The function between the tags of a `<For>`, where it is written there. */
export function inlineFunctionOf(node: Jsx): InlineFunction | undefined {
  const [child] = meaningfulChildren(node);
  if (child?.type !== 'JSXExpressionContainer') return undefined;
  const inner = unwrap(child.expression as Expression);
  return isFunction(inner) ? inner : undefined;
}
