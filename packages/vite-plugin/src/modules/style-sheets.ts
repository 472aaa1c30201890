import { type EnvironmentModuleGraph, type EnvironmentModuleNode, isCSSRequest } from 'vite';

/** Tells whether an import is a style sheet for the page, and not its text or its address. */
export const isLinked = (url: string): boolean =>
  isCSSRequest(url) && !/[?&](?:inline|raw|url)\b/.test(url);

/** Tells whether an import is a style sheet that names classes for code. */
export const isCssModule = (url: string): boolean =>
  isLinked(url) && /\.module\.\w+(?:\?|$)/.test(url);

/** URLs of the style sheets of a file and all its imports, in the order of the imports. */
export function stylesOf(graph: EnvironmentModuleGraph, file: string): string[] {
  const styles: string[] = [];
  const seen = new Set<EnvironmentModuleNode>();
  const walk = (node: EnvironmentModuleNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (isLinked(node.url)) styles.push(node.url);
    else node.importedModules.forEach(walk);
  };
  graph.getModulesByFile(file)?.forEach(walk);
  return styles;
}
