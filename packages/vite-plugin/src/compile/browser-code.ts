import { parseSync } from 'vite';

import { Source } from './errors.js';
import { innerNodes, type Node } from './syntax.js';

/**
 * Refuses directives in code that runs in the browser.
 *
 * @throws CompileError with place and next step
 */
export function checkBrowserCode(code: string, file: string): void {
  const at = findDirective(parseSync(file, code).program);
  if (!at) return;
  const source = new Source(code, file);
  throw source.errorAt(
    at,
    `\`${source.textOf(at)}\` is inside an island, where everything hydrates with it.`,
    'Remove it, or pass the inner island as children from the page: <Outer client:load><Inner client:visible /></Outer>.',
  );
}

function findDirective(node: Node): Node | undefined {
  if (node.type === 'JSXNamespacedName' && node.namespace.name === 'client') return node;
  for (const inner of innerNodes(node)) {
    const found = findDirective(inner);
    if (found) return found;
  }
  return undefined;
}
