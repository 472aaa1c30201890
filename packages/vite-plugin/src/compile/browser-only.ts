import type { ESTree } from 'vite';

import { isIslandImport } from '../app-files/island-file.js';
import { importedName, innerNodes, type Node } from './syntax.js';

/** The end of an import of an island that only browsers run. */
export const browserOnly = '?only';

/** Finds the islands of a file that all its tags leave to browsers, by their imports: the server need not load them. */
export function browserOnlyImports({ body }: ESTree.Program): ESTree.StringLiteral[] {
  const found = new Map<string, ESTree.StringLiteral>();
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration' || !isIslandImport(statement.source.value)) continue;
    const [only, ...others] = statement.specifiers;
    if (only && importedName(only) === 'default' && others.length === 0)
      found.set(only.local.name, statement.source);
  }
  if (found.size === 0) return [];
  const used = new Set<string>();
  for (const statement of body)
    if (statement.type !== 'ImportDeclaration') dropOthers(statement, found, used);
  return [...used].flatMap((name) => found.get(name) ?? []);
}

/** Drops the islands that have another use in a node than tags with `client:only`. */
function dropOthers(node: Node, found: Map<string, unknown>, used: Set<string>): void {
  if (node.type === 'Identifier') found.delete(node.name);
  if (node.type === 'JSXOpeningElement' && node.name.type === 'JSXIdentifier') {
    const { name } = node.name;
    used.add(name);
    if (!node.attributes.some(isOnly)) found.delete(name);
  }
  for (const inner of innerNodes(node)) dropOthers(inner, found, used);
}

const isOnly = (attribute: ESTree.JSXAttributeItem): boolean =>
  attribute.type === 'JSXAttribute' &&
  attribute.name.type === 'JSXNamespacedName' &&
  `${attribute.name.namespace.name}:${attribute.name.name.name}` === 'client:only' &&
  attribute.value === null;
