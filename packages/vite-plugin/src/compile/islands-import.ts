import { type ESTree, parseSync } from 'vite';

import type { Framework } from '../app-files/island-file.js';
import { Source } from './errors.js';

/** The entries of the package that have `useLive`, by the framework of the island that calls it. */
const entries = { preact: '@skerry/islands', react: '@skerry/islands/react' } as const;

/**
 * Refuses an island that imports `useLive` for islands of the other framework, whose hooks work in no component of its own.
 *
 * @throws CompileError with place and next step
 */
export function checkIslandsImport(code: string, file: string, framework: Framework): void {
  const other = framework === 'react' ? 'preact' : 'react';
  const found = parseSync(file, code).program.body.find((node) => isImportOf(node, entries[other]));
  if (!found) return;
  throw new Source(code, file).errorAt(
    found,
    `\`useLive\` of ${entries[other]} is for islands of ${names[other]}, and this is one of ${names[framework]}.`,
    `Import it from '${entries[framework]}'.`,
  );
}

const names = { preact: 'Preact', react: 'React' } as const;

/** Tells whether a statement imports `useLive`, or everything, from a module. Types are the same in both. */
const isImportOf = (node: ESTree.Node, from: string): boolean =>
  node.type === 'ImportDeclaration' &&
  node.importKind !== 'type' &&
  node.source.value === from &&
  node.specifiers.some((specifier) =>
    specifier.type === 'ImportSpecifier'
      ? specifier.importKind !== 'type' && nameOf(specifier.imported) === 'useLive'
      : true,
  );

const nameOf = (name: ESTree.ModuleExportName): string =>
  name.type === 'Literal' ? name.value : name.name;
