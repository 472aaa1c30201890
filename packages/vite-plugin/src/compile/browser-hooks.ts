import type { ESTree } from 'vite';

import type { FileContext } from './file-context.js';
import { firstJsx, importedName, innerNodes, type Node, unwrap } from './syntax.js';

/** The modules whose hooks run in islands alone. */
const frameworks = /^(?:preact(?:\/(?:hooks|compat))?|react|@preact\/signals)$/;

/** Refuses hooks of Preact and React in a file whose JSX is Skerry's: no component of theirs is rendered there. */
export function refuseHooks(context: FileContext, program: ESTree.Program): void {
  const hooks = hooksIn(program);
  const call = hooks.size > 0 ? callOf(program, hooks) : undefined;
  // Beside no JSX it may be a hook of islands.
  if (!call || !(context.isPage || context.isLive || firstJsx(program))) return;
  const [at, name] = call;
  const { file } = context.source;
  const own = file.slice(file.lastIndexOf('/') + 1);
  const framework = hooks.get(name) === 'react' ? 'react' : 'preact';
  const ending = framework === 'react' ? '.react.tsx' : '.island.tsx';
  if (context.isPage || context.isLive)
    throw context.source.errorAt(
      at,
      `\`${name}\` is a hook of ${framework}, and ${context.isLive ? 'a live view' : 'a page'} is rendered by Skerry, on the server.`,
      `Put what needs it into an island, such as src/islands/counter${ending}${context.isLive ? '; a live view keeps its own data in its state' : ''}.`,
    );
  throw context.source.errorAt(
    at,
    `\`${name}\` is a hook of ${framework}, and the JSX of this file is Skerry's.`,
    `If pages show its component, rename it to ${own.replace(/\.[jt]sx$/, ending)}; if islands do, begin it with /** @jsxImportSource ${framework} */.`,
  );
}

/** The hooks that a file imports, by their local names, and their modules. */
function hooksIn({ body }: ESTree.Program): Map<string, string> {
  const hooks = new Map<string, string>();
  for (const statement of body)
    if (statement.type === 'ImportDeclaration' && frameworks.test(statement.source.value))
      for (const specifier of statement.specifiers)
        if (/^use[A-Z]/.test(importedName(specifier)))
          hooks.set(specifier.local.name, statement.source.value);
  return hooks;
}

/** The first call of one of some functions. */
function callOf(
  node: Node,
  names: ReadonlyMap<string, string>,
): [at: Node, name: string] | undefined {
  if (node.type === 'CallExpression') {
    const callee = unwrap(node.callee);
    if (callee.type === 'Identifier' && names.has(callee.name)) return [callee, callee.name];
  }
  for (const inner of innerNodes(node)) {
    const found = callOf(inner, names);
    if (found) return found;
  }
  return undefined;
}
