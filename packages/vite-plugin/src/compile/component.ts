import type { ESTree } from 'vite';

import { type Attributes, objectPieces } from './attribute.js';
import { captures } from './captures.js';
import { checkBinding } from './check-binding.js';
import { inlineFunctionOf } from './children.js';
import { childrenPieces } from './element.js';
import { resultsOf } from './outcomes.js';
import type { Piece } from './pieces.js';
import type { Scope } from './scope.js';
import { meaningfulChildren } from './syntax.js';
import { jsxText, quote } from './text.js';
import type { FileContext } from './file-context.js';

/** Compiles a component, or a `<For>`: a call with its props. */
export function componentPieces(
  context: FileContext,
  node: ESTree.JSXElement,
  attributes: Attributes,
  ...more: Piece[][]
): Piece[] {
  return callPieces(context, node, attributes, childrenProp(context, node), ...more);
}

/** The call of a component with the props of its tag, and more. */
export function callPieces(
  context: FileContext,
  node: ESTree.JSXElement,
  { members }: Attributes,
  ...more: Piece[][]
): Piece[] {
  // A component hands them on to an element.
  for (const member of members)
    if ('name' in member && member.name.startsWith('lv-')) checkBinding(context, member);
  const props = [objectPieces(members), ...more].filter((part) => part.length > 0);
  const list = props.flatMap((part, i): Piece[] => (i === 0 ? part : [', ', ...part]));
  const object = list.length === 0 ? ['{}'] : ['{ ', ...list, ' }'];
  return [
    `${context.prelude.useHelper('component')}(`,
    node.openingElement.name,
    ', ',
    ...object,
    ')',
  ];
}

function childrenProp(context: FileContext, node: ESTree.JSXElement): Piece[] {
  const children = meaningfulChildren(node);
  const [child] = children;
  if (child === undefined) return [];
  const isAlone = children.length === 1 && child.type !== 'JSXSpreadChild';
  return ['children: ', ...(isAlone ? onlyChild(child) : childrenPieces(context, node))];
}

function onlyChild(child: Exclude<ESTree.JSXChild, ESTree.JSXSpreadChild>): Piece[] {
  if (child.type === 'JSXText') return [quote(jsxText(child.value))];
  return [child.type === 'JSXExpressionContainer' ? child.expression : child];
}

/** Compiles a `<For>`: its rows take their keys from it, and it learns what they and their keys close over. */
export function forPieces(
  context: FileContext,
  node: ESTree.JSXElement,
  attributes: Attributes,
  scope: Scope,
): Piece[] {
  const row = inlineFunctionOf(node);
  if (!row) return componentPieces(context, node, attributes);
  const { leaves, isList } = resultsOf(row);
  context.placeNodes(leaves, { parent: context.placementOf(node).parent, isRow: !isList });
  const key = keyOf(node);
  const captured = [...captures(row, scope), ...(key ? captures(key, scope) : [])];
  return componentPieces(context, node, attributes, [
    `captured: [${[...new Set(captured)].join(', ')}]`,
  ]);
}

function keyOf(node: ESTree.JSXElement): ESTree.Expression | undefined {
  for (const item of node.openingElement.attributes)
    if (
      item.type === 'JSXAttribute' &&
      item.name.name === 'key' &&
      item.value?.type === 'JSXExpressionContainer'
    )
      return item.value.expression as ESTree.Expression;
  return undefined;
}
