import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { parseSync } from 'vite';

/** A regular expression in a source. */
export interface Expression {
  /** Its file, and how it is written there. */
  readonly place: string;
  /** Absent if it is built at run time. */
  readonly regex: { readonly pattern: string; readonly flags: string } | undefined;
}

const isSource = (file: string): boolean =>
  /\.[cm]?[jt]sx?$/.test(file) &&
  !/\.d\.[cm]?ts$|\.test(?:-d)?\.tsx?$|(?:^|\/)(?:node_modules|tests?|test-\w+|examples?|benchmarks?)\//.test(
    file,
  );

/** The regular expressions in the sources of a folder, with places that begin with `name`. */
export function expressionsIn(folder: string, name = folder): Expression[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter(isSource)
    .flatMap((file) => expressionsOf(readFileSync(join(folder, file), 'utf8'), `${name}/${file}`));
}

function expressionsOf(source: string, file: string): Expression[] {
  const found: Expression[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, regex, callee, start, end } = node as Partial<Node>;
    if (type === 'Literal' && regex)
      found.push({ place: `${file} /${regex.pattern}/${regex.flags}`, regex });
    if (callee?.name === 'RegExp')
      found.push({ place: `${file} ${source.slice(start, end)}`, regex: undefined });
    Object.values(node).forEach(visit);
  };
  visit(parseSync(file, source).program);
  return found;
}

/** The members of a syntax tree's node that are read here. */
interface Node {
  type: string;
  regex: Expression['regex'];
  callee: { name?: string };
  start: number;
  end: number;
}

/** Adds the folders of all packages that a package runs with, by their names; not those that are there already. */
export function addDependencies(folder: string, found: Map<string, string>): void {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith('@skerry/') || found.has(name)) continue;
    const inside = folderOf(name, realpathSync(folder));
    found.set(name, inside);
    addDependencies(inside, found);
  }
}

/** The folder of a package, as it is found from another one. */
function folderOf(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  return existsSync(folder) ? realpathSync(folder) : folderOf(name, dirname(from));
}
