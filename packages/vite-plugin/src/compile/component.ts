import type { ESTree } from 'vite';

import { type Attributes, objectPieces } from './attributes.js';
import { captures } from './captures.js';
import { inlineFunctionOf, meaningful } from './children.js';
import { childrenPieces } from './element.js';
import { resultsOf } from './outcomes.js';
import type { Piece } from './pieces.js';
import type { Scope } from './scope.js';
import { jsxText, quote } from './text.js';
import type { Unit } from './file-context.js';

/** Compiles a component, or a `<For>`: a call with its props. */
export function componentPieces(
  unit: Unit,
  node: ESTree.JSXElement,
  attributes: Attributes,
  ...more: Piece[][]
): Piece[] {
  return callPieces(unit, node, attributes, childrenProp(unit, node), ...more);
}

/** The call of a component with the props of its tag, and more. */
export function callPieces(
  unit: Unit,
  node: ESTree.JSXElement,
  { members }: Attributes,
  ...more: Piece[][]
): Piece[] {
  const props = [objectPieces(members), ...more].filter((part) => part.length > 0);
  const list = props.flatMap((part, i): Piece[] => (i === 0 ? part : [', ', ...part]));
  const object = list.length === 0 ? ['{}'] : ['{ ', ...list, ' }'];
  return [`${unit.prelude.use('component')}(`, node.openingElement.name, ', ', ...object, ')'];
}

function childrenProp(unit: Unit, node: ESTree.JSXElement): Piece[] {
  const children = meaningful(node);
  const [child] = children;
  if (child === undefined) return [];
  const isAlone = children.length === 1 && child.type !== 'JSXSpreadChild';
  return ['children: ', ...(isAlone ? onlyChild(child) : childrenPieces(unit, node))];
}

function onlyChild(child: Exclude<ESTree.JSXChild, ESTree.JSXSpreadChild>): Piece[] {
  if (child.type === 'JSXText') return [quote(jsxText(child.value))];
  return [child.type === 'JSXExpressionContainer' ? child.expression : child];
}

/** Compiles a `<For>`: its rows take their keys from it, and it learns what they and their keys close over. */
export function forPieces(
  unit: Unit,
  node: ESTree.JSXElement,
  attributes: Attributes,
  scope: Scope,
): Piece[] {
  const row = inlineFunctionOf(node);
  if (!row) return componentPieces(unit, node, attributes);
  const { leaves, isList } = resultsOf(row);
  unit.place(leaves, { parent: unit.placementOf(node).parent, isRow: !isList });
  const key = keyOf(node);
  const captured = [...captures(row, scope), ...(key ? captures(key, scope) : [])];
  return componentPieces(unit, node, attributes, [
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
