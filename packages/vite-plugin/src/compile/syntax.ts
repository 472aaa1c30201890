import type { ESTree } from 'vite';

import { jsxText } from './text.js';

export type Node = ESTree.Node;
export type Expression = ESTree.Expression;
export type Jsx = ESTree.JSXElement | ESTree.JSXFragment;
export type InlineFunction = ESTree.ArrowFunctionExpression | ESTree.Function;

/** Nodes of TypeScript that do not exist at run time. */
const erased =
  /^TS(?!(?:As|Satisfies|NonNull|Instantiation)Expression$|TypeAssertion$|ParameterProperty$|Enum|Module|ExportAssignment$)/;

/** The nodes inside a node that are there at run time, in order. */
export function* innerNodes(node: Node): Generator<Node> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isLiveNode(item)) yield item;
    } else if (isLiveNode(value)) yield value;
  }
}

const isLiveNode = (value: unknown): value is Node =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  !erased.test(value.type);

/** Tells whether a tag is written with a `key`. */
export const hasKey = (node: Jsx): boolean =>
  node.type === 'JSXElement' &&
  node.openingElement.attributes.some(
    (item) => item.type === 'JSXAttribute' && item.name.name === 'key',
  );

export const isJsx = (node: Node): node is Jsx =>
  node.type === 'JSXElement' || node.type === 'JSXFragment';

/** The first JSX in a part of a file. */
export function firstJsx(node: Node): Jsx | undefined {
  if (isJsx(node)) return node;
  for (const inner of innerNodes(node)) {
    const found = firstJsx(inner);
    if (found) return found;
  }
  return undefined;
}

/** Tells whether a tag names an element of HTML or SVG; other names are variables. */
export const isTagOfElement = (name: string): boolean => /^[a-z]/.test(name) && name !== 'this';

export const isFunction = (node: Node): node is InlineFunction =>
  node.type === 'ArrowFunctionExpression' ||
  node.type === 'FunctionExpression' ||
  node.type === 'FunctionDeclaration';

/** An expression without the parentheses, optional chains' wrappers and types around it. */
export function unwrap(node: Expression): Expression;
export function unwrap(node: Node): Node;
export function unwrap(node: Node): Node {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return unwrap(node.expression);
    default:
      return node;
  }
}

/** The children of a tag without blank lines and comments. */
export const meaningfulChildren = (parent: Jsx): ESTree.JSXChild[] =>
  parent.children.filter((child) =>
    child.type === 'JSXText'
      ? jsxText(child.value) !== ''
      : !(
          child.type === 'JSXExpressionContainer' && child.expression.type === 'JSXEmptyExpression'
        ),
  );

/** A value that is written out in the file. */
export interface Constant {
  constant: string | number | bigint | boolean | null | undefined;
}

/** The value of an expression that is a literal. */
export function constantOf(expression: Expression): Constant | undefined {
  const node = unwrap(expression);
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? undefined : { constant: node.value };
    case 'TemplateLiteral':
      return node.expressions.length === 0
        ? { constant: node.quasis[0]?.value.cooked ?? undefined }
        : undefined;
    case 'Identifier':
      return node.name === 'undefined' ? { constant: undefined } : undefined;
    case 'UnaryExpression': {
      const operand = node.operator === '-' ? constantOf(node.argument)?.constant : undefined;
      return typeof operand === 'number' || typeof operand === 'bigint'
        ? { constant: -operand }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The text that a constant shows between tags: none for `true`, `false`, `null` and `undefined`. */
export const shownText = ({ constant }: Constant): string =>
  constant === null || typeof constant === 'boolean' ? '' : String(constant ?? '');

/** The module and the export behind a local name. */
export interface Origin {
  /** The module, as it is written. */
  source: string;
  /** Its exported name; `*` for all exports. */
  name: string;
}

/** The local names of a file's imports. */
export class Imports {
  readonly #origins = new Map<string, Origin>();

  constructor(program: ESTree.Program) {
    for (const statement of program.body) {
      if (statement.type !== 'ImportDeclaration') continue;
      const source = statement.source.value;
      for (const specifier of statement.specifiers)
        this.#origins.set(specifier.local.name, { source, name: importedName(specifier) });
    }
  }

  /** The origin of a local name; `undefined` if it is not imported. */
  originOf(local: string): Origin | undefined {
    return this.#origins.get(local);
  }

  /** Tells whether a local name is this export of kit. */
  isKit(local: string, name: string): boolean {
    const origin = this.#origins.get(local);
    return origin?.name === name && /^@skerry\/kit(?:\/jsx-runtime)?$/.test(origin.source);
  }
}

/** The name under which a module exports what is imported; `*` for all exports. */
export function importedName(specifier: ESTree.ImportDeclarationSpecifier): string {
  if (specifier.type !== 'ImportSpecifier')
    return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
  const { imported } = specifier;
  return imported.type === 'Identifier' ? imported.name : imported.value;
}
