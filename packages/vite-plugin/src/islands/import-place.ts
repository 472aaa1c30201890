import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'vite';

import { fileOf } from '../app-files/island-file.js';
import {
  firstJsx,
  innerNodes,
  type Node,
  type Place,
  Source,
  type Span,
} from '../compile/index.js';
import { named } from './server-only.js';

/** Finds the text by which a module leads to another one: that of an import, a URL or a glob; of a runtime of JSX, the first tag. */
export function placeOfImport(importer: string, module: string): Place | undefined {
  const file = fileOf(importer);
  if (!/\.[cm]?[jt]sx?$/.test(file) || !existsSync(file)) return undefined;
  const code = readFileSync(file, 'utf8');
  const { program } = parseSync(file, code);
  const at =
    findText(program, (text) => leadsTo(text, file, module)) ??
    (/\/jsx-(?:dev-)?runtime$/.test(module) ? firstJsx(program) : undefined);
  return at && new Source(code, file).placeOf(at);
}

function findText(node: Node, isWanted: (text: string) => boolean): Span | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string' && isWanted(node.value))
    return node;
  if (node.type === 'TemplateLiteral') {
    // Vite makes a glob of it.
    const texts = node.quasis.map(({ value }) => value.cooked ?? '');
    if (isWanted(texts.join('*'))) return node;
  }
  for (const inner of innerNodes(node)) {
    const found = findText(inner, isWanted);
    if (found) return found;
  }
  return undefined;
}

/** Tells whether a text, in a file, names a module. By an alias it does if their last names are the same. */
function leadsTo(text: string, file: string, module: string): boolean {
  const name = named(module);
  if (name !== undefined) return text === name;
  const wanted = fileOf(module);
  const [fixed = '', ...rest] = fileOf(text).split('*');
  const path = posix.resolve(posix.dirname(file), fixed) + (fixed.endsWith('/') ? '/' : '');
  if (rest.length > 0) return wanted.startsWith(path) && wanted.endsWith(rest.at(-1) as string);
  const stem = (of: string) => of.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
  if (stem(path) === stem(wanted)) return true;
  const isAlias = text.includes('/') && !text.startsWith('.');
  return isAlias && posix.basename(stem(fixed)) === posix.basename(stem(wanted));
}
