import { checkSync } from 'recheck';
import { describe, expect, test } from 'vitest';

import { addDependencies, type Expression, expressionsIn } from './expressions.js';

// Input of visitors meets regular expressions all over the code. So each of them must take a time that grows
// with the length of the text, and not with its square. The checker reasons about an expression, or counts steps: no clock
// is involved.
process.env['RECHECK_BACKEND'] = 'pure';

/** Our packages that run on a server, in a browser or behind the development server. */
const packages = ['wire', 'kit', 'islands', 'client', 'vite-plugin', 'plugins'];

/** Places whose expressions meet no input of a visitor, by their beginnings, with the reason. */
const exempt: Record<string, string> = {
  'packages/kit/src/prerender/main.ts': 'reads the stacks of errors of a build',
  'packages/kit/src/testing/': 'reads the HTML of tests',
  'packages/vite-plugin/src/build/': 'reads the sources and the output of a build',
  'packages/vite-plugin/src/compile/': 'reads the sources of the app',
  'packages/vite-plugin/src/islands/wrapper.ts /([': 'reads the sources of the app',
  'packages/vite-plugin/src/refresh/': 'reads the sources of the app, and their names',
  'packages/vite-plugin/src/app-files/strays.ts': 'reads the names of files',
  'packages/vite-plugin/src/virtual-modules.ts /\\/src': 'reads the names of files',
  '@lukeed/ms/': 'reads durations in options',
  'h3/dist/h3.mjs /^basic +':
    'reads a header, where the line break that it would stumble over cannot be',
  'h3/dist/proxy.mjs': 'reads headers of a server that an endpoint asks',
  'preact-render-to-string/dist/jsx/': 'prints JSX, which nobody asks for',
  'srvx/dist/static.mjs': 'serves files, which we do in another way',
};

/** Packages whose expressions meet no input of a visitor, with their dependencies and the reason. */
const unmet: Record<string, string> = {
  'dotenv-expand': 'reads the .env files of the app',
  lightningcss: 'reads media queries of the app, as it is compiled',
  'magic-string': 'writes compiled sources',
  'node-html-parser': 'reads the HTML of tests',
  semver: 'reads the versions of plugins, at the start',
  tinyglobby: 'finds the files of the app',
  undici: 'asks other servers, in tests and staging',
  yaml: 'reads the front matter of files of the app',
  rou3: 'reads the patterns of routes, where an endpoint has a router of its own',
};

/** Places that build expressions at run time: a similar expression, or the reason why none is needed. */
const assembled: Record<string, RegExp | string> = {
  'packages/kit/src/template/attributes.ts':
    /^[\0-\x20]*(?:j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a|v[\t\n\r]*b)[\t\n\r]*:/i,
  'packages/kit/src/template/origin.ts': 'begins with a secret, and runs in development alone',
  'packages/kit/src/template/island/island-html.ts': /<!--c2VjcmV0\.(\d+)-->/,
  'packages/vite-plugin/src/dev/island-errors.ts': /^\0virtual:skerry\/islands$/,
  'packages/vite-plugin/src/islands/server-only.ts': /^(?:node:.+|fs|fs\/promises)$/,
  '@ungap/structured-clone/': 'copies an expression that is a value, and markup has none',
  'devalue/': 'revives what the server wrote, in its own markup',
  'h3/dist/path.mjs': /(?:^|\/)(?:\.|%(?:25)*2e){1,2}(?:\/|$)|%(?:25)*(?:2f|5c)|\/\/|\\/i,
  'h3/dist/response.mjs': /%(?:2[146-9A-E]|3[0-9ABD]|4[0-9A-F]|5[0-9ABDF]|6[1-9A-F]|7[0-9ACE])/i,
};

const ours = new Map(packages.map((name) => [name, expressionsIn(`packages/${name}/src`)]));
const others = expressionsOfDependencies();

function expressionsOfDependencies(): Expression[] {
  const found = new Map(Object.keys(unmet).map((name) => [name, '']));
  for (const name of packages) addDependencies(`packages/${name}`, found);
  // Apps bring it, and it writes what visitors sent.
  const renderer = 'preact-render-to-string';
  found.set(renderer, `packages/islands/node_modules/${renderer}`);
  return [...found].flatMap(([name, folder]) => (folder ? expressionsIn(folder, name) : []));
}

describe('regular expressions take a time that grows with the length of the text', () => {
  test.each(packages)('in %s', (name) => {
    expect(ours.get(name)!.flatMap(faultsOf)).toEqual([]);
  });

  test('in our dependencies', () => {
    expect(others.flatMap(faultsOf)).toEqual([]);
  });
});

test('every exempt place still exists', () => {
  const places = [...ours.values(), others].flat().map(({ place }) => place);
  const gone = [...Object.keys(exempt), ...Object.keys(assembled)].filter(
    (start) => !places.some((place) => place.startsWith(start)),
  );
  expect(gone).toEqual([]);
});

test.each([
  [/\s*,/, '2nd degree'],
  [/^(?:a|ab?)*$/, 'exponential'],
  [/(["']).*?\1x/, '2nd degree'],
  [/^\s*,/, undefined],
  [/[^,]*,?/y, undefined],
  [/^[\w-]{22}$/, undefined],
])('the checker says what %s takes: %s', ({ source, flags }, growth) => {
  const found = growthOf(source, flags);
  if (growth) expect(found).toContain(growth);
  else expect(found).toBeUndefined();
});

/** The faults of an expression. */
function faultsOf({ place, regex }: Expression): string[] {
  const begins = (start: string) => place.startsWith(start);
  if (Object.keys(exempt).some(begins)) return [];
  const like = Object.entries(assembled).find(([start]) => begins(start))?.[1];
  if (!regex && !like)
    return [`${place} is put together while the code runs: say in \`assembled\` what it is like.`];
  if (!regex && typeof like === 'string') return [];
  const { pattern, flags } = regex ?? patternOf(like as RegExp);
  const growth = growthOf(pattern, flags);
  if (growth === undefined) return [];
  return [
    `${place} takes ${growth}. Rewrite it, or say in \`exempt\` why it meets no input of a visitor.`,
  ];
}

const patternOf = ({ source, flags }: RegExp) => ({ pattern: source, flags });

const growths = new Map<string, string | undefined>();

/** The growth of an expression's time, if it is more than linear. */
function growthOf(pattern: string, flags: string): string | undefined {
  // An expression without unbounded repetition reads each character a bounded number of times.
  if (!/[*+]|\{\d+,\}/.test(pattern)) return undefined;
  const key = `/${pattern}/${flags}`;
  if (!growths.has(key)) growths.set(key, measured(pattern, flags));
  return growths.get(key);
}

function measured(pattern: string, flags: string): string | undefined {
  // All bounds are in steps, so a busy machine finds the same.
  const unhurried = {
    timeout: null,
    attackTimeout: null,
    incubationTimeout: null,
    seedingTimeout: null,
    attackLimit: 1_000_000,
  };
  const found = checkSync(pattern, flags, unhurried);
  if (found.status === 'safe') return undefined;
  if (found.status === 'unknown') return `a time that is not known (${found.error.kind})`;
  return `${found.complexity.summary} time, for instance on ${found.attack.pattern.slice(0, 100)}`;
}
