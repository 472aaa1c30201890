import { innerNodes, isFunction, type Node } from './syntax.js';

/** The kind of a name: a constant never changes while the program runs. */
type Binding = 'constant' | 'variable';

/** A part of a file in which names are declared, inside others. */
export class Scope {
  #names: Map<string, Binding> | undefined;

  constructor(
    readonly node: Node,
    readonly parent?: Scope,
  ) {}

  /** The scope inside a node: the node's own if it opens one, otherwise this one. */
  enterNode(node: Node): Scope {
    return opensScope(node) ? new Scope(node, this) : this;
  }

  /** The declaration of a name here, not further out. */
  bindingOf(name: string): Binding | undefined {
    this.#names ??= declarations(this.node);
    return this.#names.get(name);
  }
}

const scopes = new Set<Node['type']>([
  'Program',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'BlockStatement',
  'StaticBlock',
  'SwitchStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'CatchClause',
  'ClassDeclaration',
  'ClassExpression',
  'TSModuleBlock',
]);

const opensScope = (node: Node): boolean => scopes.has(node.type);

function declarations(node: Node): Map<string, Binding> {
  const names = new Map<string, Binding>();
  const declare = (kind: Binding) => (name: string) => void names.set(name, kind);
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (node.type === 'FunctionExpression' && node.id) bound(node.id, declare('constant'));
      for (const parameter of node.params) bound(parameter, declare('variable'));
      if (node.body) hoisted(node.body, declare('variable'));
      break;
    case 'ClassExpression':
      if (node.id) bound(node.id, declare('constant'));
      break;
    case 'CatchClause':
      if (node.param) bound(node.param, declare('variable'));
      break;
    case 'SwitchStatement':
      for (const { consequent } of node.cases) declared(consequent, declare);
      break;
    case 'Program':
      hoisted(node, declare('variable'));
      declared(node.body, declare);
      break;
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      declared(node.body, declare);
      break;
    case 'ForStatement':
      if (node.init) declared([node.init], declare);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      declared([node.left], declare);
      break;
  }
  return names;
}

type Declare = (kind: Binding) => (name: string) => void;

/** Declares the names of `let`, `const`, functions, classes, enums and imports among some statements. */
function declared(statements: readonly Node[], declare: Declare): void {
  for (const statement of statements) {
    switch (statement.type) {
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        if (statement.declaration) declared([statement.declaration], declare);
        break;
      case 'ImportDeclaration':
        for (const { local } of statement.specifiers) bound(local, declare('constant'));
        break;
      case 'VariableDeclaration':
        if (statement.kind !== 'var')
          for (const { id } of statement.declarations)
            bound(id, declare(statement.kind === 'let' ? 'variable' : 'constant'));
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
        if (statement.id) bound(statement.id, declare('constant'));
    }
  }
}

/** Declares the names of `var` in a function's body, however deep, but not in functions inside. */
function hoisted(node: Node, declare: (name: string) => void): void {
  if (isFunction(node)) return;
  if (node.type === 'VariableDeclaration' && node.kind === 'var')
    for (const { id } of node.declarations) bound(id, declare);
  for (const inner of innerNodes(node)) hoisted(inner, declare);
}

/** The names that a pattern binds. */
function bound(pattern: Node, declare: (name: string) => void): void {
  switch (pattern.type) {
    case 'Identifier':
      return declare(pattern.name);
    case 'AssignmentPattern':
      return bound(pattern.left, declare);
    case 'RestElement':
      return bound(pattern.argument, declare);
    case 'TSParameterProperty':
      return bound(pattern.parameter, declare);
    case 'ArrayPattern':
      for (const item of pattern.elements) if (item) bound(item, declare);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties)
        bound(property.type === 'RestElement' ? property : property.value, declare);
  }
}
