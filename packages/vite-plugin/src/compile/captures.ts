import type { ESTree } from 'vite';

import type { Scope } from './scope.js';
import { innerNodes, isFunction, isTagOfElement, type Node, unwrap } from './syntax.js';

/**
 * The changeable values that an expression closes over: variables of the functions around it and `let`s of the module. Each
 * is the longest chain of members that is read from it, written so that reading never throws (`state?.selected`).
 */
export function captures(expression: Node, around: Scope): string[] {
  const chains: string[][] = [];
  visit(expression, around, (chain, scope) => {
    if (isCaptured(chain[0] as string, scope, around)) chains.push(chain);
  });
  const whole = new Set(chains.map((chain) => chain.join('.')));
  const kept = chains.filter(
    (chain) => !chain.some((_, i) => i > 0 && whole.has(chain.slice(0, i).join('.'))),
  );
  return [...new Set(kept.map((chain) => chain.join('?.')))];
}

function isCaptured(name: string, from: Scope, around: Scope): boolean {
  let scope: Scope | undefined = from;
  let outside = false;
  while (scope) {
    outside ||= scope === around;
    if (declares(scope, name)) break;
    scope = scope.parent;
  }
  if (!outside || scope === undefined) return false;
  return scope.node.type !== 'Program' || scope.bindingOf(name) === 'variable';
}

function declares(scope: Scope, name: string): boolean {
  if (name === 'this' || name === 'arguments') return ownsThis(scope.node);
  return scope.bindingOf(name) !== undefined;
}

const ownsThis = (node: Node): boolean =>
  (isFunction(node) && node.type !== 'ArrowFunctionExpression') ||
  node.type === 'ClassDeclaration' ||
  node.type === 'ClassExpression';

type Report = (chain: string[], scope: Scope) => void;

/** Reports every variable that is read, with the members read from it. */
function visit(node: Node, outer: Scope, report: Report): void {
  const scope = outer.enterNode(node);
  const chain = chainOf(node);
  if (chain) return report(chain, scope);
  for (const inner of readNodes(node)) {
    const called = inner.isCalled ? chainOf(inner.node) : undefined;
    // A call reads the object; the method belongs to it.
    if (called && called.length > 1) report(called.slice(0, -1), scope);
    else visit(inner.node, scope, report);
  }
}

interface Read {
  node: Node;
  isCalled?: boolean;
}

/** The nodes inside a node that are evaluated: neither names of members, labels nor attributes. */
function* readNodes(node: Node): Generator<Read> {
  switch (node.type) {
    case 'CallExpression':
      yield { node: node.callee, isCalled: true };
      for (const argument of node.arguments) yield { node: argument };
      return;
    case 'TaggedTemplateExpression':
      yield { node: node.tag, isCalled: true };
      yield { node: node.quasi };
      return;
    case 'MemberExpression':
      yield { node: node.object };
      if (node.computed) yield { node: node.property };
      return;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      if (node.computed) yield { node: node.key };
      if (node.value) yield { node: node.value };
      return;
    case 'TSEnumMember':
      if (node.initializer) yield { node: node.initializer };
      return;
    case 'LabeledStatement':
      yield { node: node.body };
      return;
    case 'JSXAttribute':
      if (node.value) yield { node: node.value };
      return;
    case 'JSXClosingElement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return;
    default:
      for (const inner of innerNodes(node)) yield { node: inner };
  }
}

/** The names of `a.b.c`, where a node is such a chain of members. */
function chainOf(wrapped: Node): string[] | undefined {
  const node = unwrap(wrapped);
  switch (node.type) {
    case 'Identifier':
      return [node.name];
    case 'ThisExpression':
    case 'Super':
      return ['this'];
    case 'MemberExpression': {
      if (node.computed || node.property.type !== 'Identifier') return undefined;
      const object = chainOf(node.object);
      return object && [...object, node.property.name];
    }
    case 'JSXIdentifier':
      return isTagOfElement(node.name) ? undefined : [node.name];
    case 'JSXMemberExpression':
      return jsxChain(node);
    default:
      return undefined;
  }
}

const jsxChain = (node: ESTree.JSXMemberExpressionObject): string[] =>
  node.type === 'JSXIdentifier' ? [node.name] : [...jsxChain(node.object), node.property.name];
