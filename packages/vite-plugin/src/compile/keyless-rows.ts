import type { ESTree } from 'vite';

import type { FileContext } from './file-context.js';
import { mapsRows, resultsOf } from './outcomes.js';
import type { Scope } from './scope.js';
import {
  type Expression,
  hasKey,
  isFunction,
  isJsx,
  type Jsx,
  type Node,
  unwrap,
} from './syntax.js';

/** Warns of the rows that a `.map()` of a live view makes without keys, unless the list is written out and never changes. */
export function warnOfKeylessRows(context: FileContext, node: Node, scope: Scope): void {
  if (!context.isLive || node.type !== 'CallExpression' || !mapsRows(node)) return;
  const [callback] = node.arguments;
  if (!callback || !isFunction(callback) || isConstantList(listOf(node), scope)) return;
  for (const leaf of resultsOf(callback).leaves)
    if (isJsx(leaf) && !mayHaveKey(leaf)) {
      context.warnAt(
        leaf,
        'The rows of this list have no `key`: where one is added or removed, those after it are taken for others, with their fields and islands.',
        'Write key={item.id} on the outermost tag of the row; <Fragment key={…}> in place of <>, and key={index} if rows only change at the end.',
      );
      return;
    }
}

const listOf = ({ callee }: ESTree.CallExpression): Expression =>
  unwrap((unwrap(callee) as ESTree.MemberExpression).object as Expression);

/** Tells whether a list is written out in place, or is a constant at the top of the file. */
function isConstantList(list: Expression, scope: Scope): boolean {
  if (list.type === 'ArrayExpression')
    return list.elements.every((item) => item?.type !== 'SpreadElement');
  return list.type === 'Identifier' && isTopConstant(list.name, scope);
}

function isTopConstant(name: string, scope: Scope): boolean {
  for (let each: Scope | undefined = scope; each; each = each.parent) {
    const binding = each.bindingOf(name);
    if (binding) return binding === 'constant' && each.node.type === 'Program';
  }
  return false;
}

const mayHaveKey = (node: Jsx): boolean =>
  hasKey(node) ||
  (node.type === 'JSXElement' &&
    node.openingElement.attributes.some(({ type }) => type === 'JSXSpreadAttribute'));
