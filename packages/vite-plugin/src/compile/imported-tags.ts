import type { ESTree } from 'vite';

import { importedName, innerNodes, type Node } from './syntax.js';

/** A tag that names an imported component. */
export interface ImportedTag {
  readonly tag: string;
  /** The import, as it is written. */
  readonly source: string;
  readonly at: Node;
}

/** The tags in a file that name imported components, the first of each. */
export function importedTags(program: ESTree.Program): ImportedTag[] {
  const sources = new Map<string, string>();
  for (const statement of program.body)
    if (statement.type === 'ImportDeclaration')
      for (const specifier of statement.specifiers)
        if (importedName(specifier) !== '*')
          sources.set(specifier.local.name, statement.source.value);
  const found: ImportedTag[] = [];
  if (sources.size > 0) collect(program, sources, found);
  return found;
}

function collect(node: Node, sources: Map<string, string>, found: ImportedTag[]): void {
  if (node.type === 'JSXOpeningElement' && node.name.type === 'JSXIdentifier') {
    const tag = node.name.name;
    const source = sources.get(tag);
    if (source !== undefined) found.push({ tag, source, at: node.name });
    sources.delete(tag);
  }
  for (const inner of innerNodes(node)) collect(inner, sources, found);
}
