import type { ESTree } from 'vite';

import {
  type Expression,
  type InlineFunction,
  innerNodes,
  isFunction,
  isJsx,
  type Node,
  unwrap,
} from './syntax.js';

/** The possible values of an expression, as far as its syntax tells. */
export interface Outcomes {
  /** The innermost expressions, one of which gives the value, or an item of it where it is a list. */
  leaves: Expression[];
  /** True if it is an array. */
  isList: boolean;
}

/** Follows an expression through conditions, `.map()` and array literals to its possible values. */
export function outcomesOf(expression: Expression): Outcomes {
  const outcomes: Outcomes = { leaves: [], isList: false };
  collect(expression, outcomes);
  return outcomes;
}

function collect(expression: Expression, into: Outcomes): void {
  const node = unwrap(expression);
  switch (node.type) {
    case 'LogicalExpression':
      // The left side of `&&` shows nothing when it is the value.
      if (node.operator !== '&&') collect(node.left, into);
      return collect(node.right, into);
    case 'ConditionalExpression':
      collect(node.consequent, into);
      return collect(node.alternate, into);
    case 'SequenceExpression':
      return collect(node.expressions.at(-1) as Expression, into);
    case 'ArrayExpression':
      into.isList = true;
      for (const item of node.elements)
        if (item && item.type !== 'SpreadElement') collect(item, into);
      return;
    case 'CallExpression':
      if (mapsRows(node)) {
        into.isList = true;
        const [callback] = node.arguments;
        if (callback && isFunction(callback)) return collectResults(callback, into);
      }
  }
  into.leaves.push(node);
}

/** Tells whether a call makes rows of a list. */
export const mapsRows = ({ callee }: ESTree.CallExpression): boolean => {
  const method = unwrap(callee);
  return (
    method.type === 'MemberExpression' &&
    method.property.type === 'Identifier' &&
    /^(?:map|flatMap)$/.test(method.property.name)
  );
};

/** The possible results of a function. */
export function resultsOf(fn: InlineFunction): Outcomes {
  const outcomes: Outcomes = { leaves: [], isList: false };
  collectResults(fn, outcomes);
  return outcomes;
}

function collectResults({ body }: InlineFunction, into: Outcomes): void {
  if (body === null) return;
  if (body.type === 'BlockStatement') collectReturns(body, into);
  else collect(body, into);
}

function collectReturns(node: Node, into: Outcomes): void {
  if (node.type === 'ReturnStatement' && node.argument) collect(node.argument, into);
  for (const inner of innerNodes(node)) if (!isFunction(inner)) collectReturns(inner, into);
}

/** Tells whether an expression is markup or a list by its syntax, so that its place never contains only text. */
export const isStructure = ({ isList, leaves }: Outcomes): boolean => isList || leaves.some(isJsx);

/** Tells whether an expression is certainly text. */
export function isCertainlyText(expression: Expression): boolean {
  const node = unwrap(expression);
  switch (node.type) {
    case 'Literal':
      return (
        typeof node.value === 'number' ||
        (typeof node.value === 'string' && node.value.trim() !== '')
      );
    case 'TemplateLiteral':
      return true;
    case 'BinaryExpression':
      return node.operator === '+' && [node.left, node.right].some((side) => isString(side));
    case 'CallExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'String';
    default:
      return false;
  }
}

function isString(operand: Node): boolean {
  const node = unwrap(operand);
  if (node.type === 'BinaryExpression')
    return node.operator === '+' && (isString(node.left) || isString(node.right));
  return (
    node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string')
  );
}
