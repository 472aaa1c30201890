import type { ESTree } from 'vite';

import { resultsOf } from './outcomes.js';
import {
  constantOf,
  type Expression,
  type InlineFunction,
  isFunction,
  isJsx,
  isTagOfElement,
  type Jsx,
  meaningfulChildren,
  type Node,
  shownText,
  unwrap,
} from './syntax.js';

/** The outermost elements of one result of a component; none where they are not known. */
export type Roots = readonly string[];

/** The depth to which components inside components are followed. */
const maxDepth = 5;

/** The outermost elements of the components at the top of a file. */
export class Components {
  readonly #functions = new Map<string, InlineFunction>();

  constructor({ body }: ESTree.Program) {
    for (const statement of body) this.#add(statement);
  }

  /** All results of a component, by its name or as `default`; `undefined` where there is no such function. */
  rootsOf(name: string, depth = 0): Roots[] | undefined {
    const found = this.#functions.get(name);
    if (!found || depth > maxDepth) return undefined;
    return resultsOf(found).leaves.flatMap((leaf) => this.#outcomes(leaf, depth));
  }

  #add(statement: Node, isDefault = false): void {
    switch (statement.type) {
      case 'ExportNamedDeclaration':
        if (statement.declaration) this.#add(statement.declaration);
        return;
      case 'ExportDefaultDeclaration':
        return this.#add(statement.declaration, true);
      case 'VariableDeclaration':
        if (statement.kind === 'const')
          for (const { id, init } of statement.declarations)
            if (id.type === 'Identifier' && init) this.#name(id.name, init);
        return;
      case 'FunctionDeclaration':
        if (statement.id) this.#name(statement.id.name, statement);
    }
    if (!isDefault) return;
    const exported = unwrap(statement);
    const same = exported.type === 'Identifier' && this.#functions.get(exported.name);
    this.#name('default', same || exported);
  }

  #name(name: string, value: Node): void {
    const found = unwrap(value);
    // The markup of a live view comes from the second argument of `defineLive`.
    const shows = isDefineLive(found) ? unwrap(found.arguments[1] as Expression) : found;
    if (isFunction(shows)) this.#functions.set(name, shows);
  }

  /** All results of an expression, without empty ones. */
  #outcomes(expression: Expression, depth: number): Roots[] {
    const node = unwrap(expression);
    const constant = constantOf(node);
    if (constant && shownText(constant) === '') return [];
    if (!isJsx(node)) return [[]];
    if (node.type === 'JSXFragment') return [this.#inside(node, depth)];
    const { name } = node.openingElement;
    if (name.type !== 'JSXIdentifier') return [[]];
    if (isTagOfElement(name.name)) return [[name.name]];
    return this.rootsOf(name.name, depth + 1) ?? [[]];
  }

  /** The elements that are certainly in a fragment. */
  #inside(fragment: Jsx, depth: number): Roots {
    return meaningfulChildren(fragment).flatMap((child) => {
      if (!isJsx(child)) return [];
      const [first = [], ...others] = this.#outcomes(child, depth);
      return others.length === 0 ? first : [];
    });
  }
}

const isDefineLive = (node: Node): node is ESTree.CallExpression =>
  node.type === 'CallExpression' &&
  node.callee.type === 'Identifier' &&
  node.callee.name === 'defineLive' &&
  node.arguments.length >= 2;
