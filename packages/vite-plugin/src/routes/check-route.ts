import { posix } from 'node:path';

import { createRouteTable } from '@skerry/kit/server';
import { type ESTree, parseSync } from 'vite';

import { Source } from '../compile/errors.js';
import { innerNodes } from '../compile/syntax.js';
import { isPluginList } from '../app-files/exports.js';

/** The exports that have a meaning, by the kind of file. */
const meanings = {
  page: ['default', 'head', 'headers', 'prerender', 'guard'],
  layout: ['default', 'head', 'headers', 'guard'],
  error: ['default', 'head', 'headers', 'guard'],
  endpoint: [
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'crossOrigin',
    'prerender',
    'guard',
  ],
} as const;

/**
 * Checks a file under `src/pages` as its author has written it: that no export has nearly the name of one that has a meaning, and that
 * each endpoint is defined for the path of its file.
 *
 * @param name its path under `src/pages`
 * @param file its path
 * @throws CompileError with the place of the fault
 */
export function checkRoute(name: string, code: string, file: string): void {
  const { program, errors, module } = parseSync(file, code);
  // Whoever compiles it reports its syntax errors.
  if (errors.length > 0 || isPluginList(`pages/${name}`)) return;
  const source = new Source(code, file);
  const known = meanings[kindOf(name)];
  for (const { exportName, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    const { name: exported, start, end } = exportName;
    if (isType || !exported || known.some((each) => each === exported)) continue;
    const meant = known.find((each) => isSlip(exported.toLowerCase(), each.toLowerCase()));
    if (meant && start !== null && end !== null)
      throw source.errorAt(
        { start, end },
        `src/pages/${name} exports \`${exported}\`, which has no meaning there.`,
        `Did you mean \`${meant}\`? If it is something else, give it a name that is less like it, or move it to another file.`,
      );
  }
  if (kindOf(name) === 'endpoint') checkPaths(source, program, name);
}

/** Tells whether a name is another one but for a letter too many or too few, or two that have changed places. */
function isSlip(name: string, meant: string): boolean {
  const [short, long] = name.length < meant.length ? [name, meant] : [meant, name];
  let at = 0;
  while (at < long.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const swapped = `${short[at + 1]}${short[at]}${short.slice(at + 2)}`;
  return at === long.length || swapped === long.slice(at);
}

function kindOf(name: string): keyof typeof meanings {
  const stem = posix.basename(name).replace(/\.\w+$/, '');
  if (stem === '_layout') return 'layout';
  if (stem === '_error') return 'error';
  return name.endsWith('x') ? 'page' : 'endpoint';
}

/** Checks the path of each `defineEndpoint` in a file. @throws CompileError */
function checkPaths(source: Source, program: ESTree.Program, name: string): void {
  const locals = localsOfKit(program);
  if (locals.size === 0) return;
  const pattern = JSON.stringify(createRouteTable([name]).routes[0]?.pattern).slice(1, -1);
  for (const call of callsOf(program, locals)) {
    const [path] = call.arguments;
    const isText = path?.type === 'Literal' && typeof path.value === 'string';
    if (isText && path.value === pattern) continue;
    throw source.errorAt(
      path ?? call,
      isText
        ? `This endpoint is defined for ${JSON.stringify(path.value)}, and src/pages/${name} answers "${pattern}".`
        : `The path of this endpoint is not written as a text, so that nothing can check it.`,
      `Write defineEndpoint('${pattern}', …).`,
    );
  }
}

/** The names under which a file has imported `defineEndpoint`. */
function localsOfKit(program: ESTree.Program): ReadonlySet<string> {
  const names = program.body.flatMap((node) =>
    node.type === 'ImportDeclaration' && node.source.value === '@skerry/kit'
      ? node.specifiers.flatMap((each) =>
          each.type === 'ImportSpecifier' &&
          each.imported.type === 'Identifier' &&
          each.imported.name === 'defineEndpoint'
            ? each.local.name
            : [],
        )
      : [],
  );
  return new Set(names);
}

/** The calls of functions with these names, in order. */
function* callsOf(node: ESTree.Node, names: ReadonlySet<string>): Generator<ESTree.CallExpression> {
  if (
    node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    names.has(node.callee.name)
  )
    yield node;
  for (const inner of innerNodes(node)) yield* callsOf(inner, names);
}
