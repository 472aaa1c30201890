import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

/** The allowed imports of each package, besides itself. The documentation of the directions is this table. */
const packages: Record<string, readonly RegExp[]> = {
  wire: [],
  'create-skerry': [/^node:/],
  kit: [
    /^@skerry\/(wire(\/emitted-events)?|islands\/(server|directives))$/,
    /^node:/,
    /^(@fastify\/send|cookie|devalue|dotenv-expand|h3|hast-util-sanitize|srvx\/(?:node|body-limit)|tapable|ws|yaml|node-html-parser|parse5|semver(?:\/.+)?|@standard-schema\/spec)$/,
  ],
  islands: [
    /^@skerry\/wire(\/emitted-events)?$/,
    /^(devalue|@preact\/signals|preact-render-to-string)$/,
    /^(preact|react|react-dom)(\/|$)/,
  ],
  client: [/^@skerry\/wire$/],
  'vite-plugin': [
    /^@skerry\/(kit|islands|wire)(\/|$)/,
    /^node:/,
    /^(vite(\/module-runner)?|lightningcss|magic-string|tinyglobby|host-validation-middleware|preact|@prefresh\/(core|utils)|@vitejs\/plugin-react)$/,
  ],
  plugins: [/^@skerry\/(wire$|(kit|plugins)(\/|$))/, /^node:/, /^(fast-check|jose|redis|undici)$/],
};

/** The floors of packages: a file imports from its own floor and those below. Files outside of folders may import from all floors. */
const floors: Record<string, Record<string, number>> = {
  kit: {
    core: 0,
    template: 1,
    jsx: 1,
    tracing: 1,
    hooks: 1,
    plugin: 2,
    route: 1,
    markup: 2,
    live: 2,
    endpoint: 2,
    content: 1,
    page: 2,
    channel: 3,
    app: 4,
    prerender: 4,
    node: 5,
    testing: 6,
  },
  'vite-plugin': {
    'app-files': 1,
    compile: 2,
    'plugin-parts': 3,
    modules: 3,
    routes: 3,
    islands: 4,
    build: 5,
    react: 5,
    dev: 6,
    refresh: 6,
  },
};

const isTest = (file: string): boolean => /\.test(-d)?\.tsx?$|\/test-/.test(file);

function sourcesOf(name: string): string[] {
  const folder = `packages/${name}/src`;
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => /\.tsx?$/.test(file) && !isTest(file))
    .map((file) => `${folder}/${file}`);
}

/** The modules that a file imports, or exports from. */
function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
  ];
}

describe.each(Object.entries(packages))('%s', (name, allowed) => {
  test('imports only what the table allows', () => {
    const strange = sourcesOf(name).flatMap((file) =>
      importsOf(file)
        .filter(
          (target) => !target.startsWith('.') && !allowed.some((pattern) => pattern.test(target)),
        )
        .map((target) => `${file}: ${target}`),
    );
    expect(strange).toEqual([]);
  });

  test('stays inside its own folder', () => {
    const outside = sourcesOf(name).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith('.'))
        .map((target) => posix.join(posix.dirname(file), target))
        .filter((target) => !target.startsWith(`packages/${name}/src`)),
    );
    expect(outside).toEqual([]);
  });
});

test.each(Object.entries(floors))('inside %s, imports go downwards', (name, floorsOf) => {
  const floorOf = (path: string): number => floorsOf[path.split('/')[3] as string] ?? Infinity;
  const upwards = sourcesOf(name).flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => posix.join(posix.dirname(file), target))
      .filter((target) => floorOf(target) > floorOf(file))
      .map((target) => `${file}: ${target}`),
  );
  expect(upwards).toEqual([]);
});
