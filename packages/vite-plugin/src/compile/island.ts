import type { ESTree } from 'vite';

import { type Attributes, isConstant } from './attribute.js';
import { callPieces } from './component.js';
import { checkDirectives } from './directives.js';
import { childrenPieces } from './element.js';
import type { Span } from './errors.js';
import { islandFault } from './nesting.js';
import { outcomesOf } from './outcomes.js';
import type { Piece } from './pieces.js';
import { constantOf, type Expression, isFunction, meaningfulChildren } from './syntax.js';
import { jsxText, quote } from './text.js';
import type { Placement, FileContext } from './file-context.js';

/** Compiles an island: a call with its props and directives. Its children are one template, or one constant. */
export function islandPieces(
  context: FileContext,
  node: ESTree.JSXElement,
  attributes: Attributes,
  { parent }: Placement,
): Piece[] {
  const { source } = context;
  const { name } = node.openingElement;
  const fault = islandFault(parent);
  if (fault)
    throw source.errorAt(name, `The island <${source.textOf(name)}> ${fault.reason}`, fault.hint);
  checkDirectives(context, node.openingElement, attributes);
  for (const member of attributes.members)
    if ('name' in member && !isConstant(member.value))
      checkData(context, name, member.name, member.value, member.at);
  return callPieces(context, node, attributes, childrenProp(context, node));
}

/** Refuses a function as a prop, in the place where it is written. */
function checkData(
  { source }: FileContext,
  island: Span,
  prop: string,
  value: Span,
  at: Span,
): void {
  const { leaves } = outcomesOf(value as Expression);
  const found = leaves.find((leaf) => isFunction(leaf) || leaf.type === 'ClassExpression');
  if (!found) return;
  throw source.errorAt(
    at,
    `\`${prop}\` of the island <${source.textOf(island)}> is a ${isFunction(found) ? 'function' : 'class'}; the props of an island are sent to the browser as data.`,
    "Write the handler inside the island; to reach the live view around it, call useLive().send('event') there.",
  );
}

function childrenProp(context: FileContext, node: ESTree.JSXElement): Piece[] {
  const children = meaningfulChildren(node);
  const [child] = children;
  if (child === undefined) return [];
  const constant = children.length === 1 ? constantChild(child) : undefined;
  if (constant) return ['children: ', constant];
  for (const item of children)
    if (item.type === 'JSXExpressionContainer')
      checkData(context, node.openingElement.name, 'children', item.expression, item);
  return ['children: ', ...childrenPieces(context, node)];
}

function constantChild(child: ESTree.JSXChild): Piece | undefined {
  if (child.type === 'JSXText') return quote(jsxText(child.value));
  if (child.type !== 'JSXExpressionContainer') return undefined;
  const expression = child.expression as Expression;
  return constantOf(expression) && expression;
}
