import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type OwnManifest, readOwnManifest } from './manifest.js';
import { runCommand } from './command.js';
import { writeApp } from './write-app.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'create-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** The manifest as it is once pnpm has packed it. */
const packed: OwnManifest = {
  ...readOwnManifest(),
  devDependencies: Object.fromEntries(
    Object.entries(readOwnManifest().devDependencies).map(([name, version]) => [
      name,
      version === 'catalog:' ? '9.8.7' : '^0.1.0',
    ]),
  ),
};

/** Runs the command; returns its exit code and what it printed. */
function create(args: string[], env: NodeJS.ProcessEnv = {}, own = packed) {
  let output = '';
  let errors = '';
  const world = {
    cwd,
    env,
    print: (text: string) => (output += `${text}\n`),
    printError: (text: string) => (errors += `${text}\n`),
  };
  const code = runCommand(args, world, own);
  return { code, output, errors };
}

const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
const manifest = (app: string) =>
  JSON.parse(read(`${app}/package.json`)) as Record<string, Record<string, string>>;

test('asks nothing, makes a page that counts, and ends with the next two commands', () => {
  expect(create(['my-app'])).toEqual({
    code: 0,
    errors: '',
    output: `Made an app in my-app: a page with a live view that counts.
Next:

  cd my-app
  npm install && npm run dev
`,
  });
  expect(readdirSync(join(cwd, 'my-app')).sort()).toEqual([
    '.gitignore',
    'README.md',
    'package.json',
    'public',
    'src',
    'tsconfig.json',
    'vite.config.ts',
  ]);
  expect(read('my-app/src/pages/index.tsx')).toContain('<Counter start={3} />');
  expect(read('my-app/README.md')).toMatch(/^# my-app$/m);
  expect(readdirSync(cwd)).toEqual(['my-app']);
});

test('asks for the versions that it was published with', () => {
  create(['my-app', '--template', 'islands']);
  const { dependencies, engines } = manifest('my-app');
  expect(dependencies).toEqual({
    '@skerry/islands': '^0.1.0',
    '@skerry/kit': '^0.1.0',
    preact: '^9.8.7',
    'preact-render-to-string': '^9.8.7',
  });
  expect(engines).toEqual({ node: '^20.19.0 || >=22.12.0' });
});

test('knows the versions of all packages of all apps', () => {
  const names = ['minimal', 'live', 'islands'].flatMap((template) => {
    create([template, '--template', template, '--react', '--tailwind']);
    const { dependencies, devDependencies } = manifest(template);
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  expect(Object.keys(readOwnManifest().devDependencies)).toEqual([...new Set(names)].sort());
});

test.each([
  ['pnpm/12.21.0 npm/? node/v20', 'pnpm install && pnpm run dev'],
  ['yarn/4.9.0 npm/? node/v20', 'yarn install && yarn run dev'],
  ['npm/11.0.0 node/v20', 'npm install && npm run dev'],
])('started by %s, it names the commands of that', (agent, commands) => {
  expect(create(['my-app'], { npm_config_user_agent: agent }).output).toContain(commands);
});

test('fills a folder that is empty but for .git, and leaves that as it is', () => {
  mkdirSync(join(cwd, '.git'));
  const app = join(cwd, 'empty');
  mkdirSync(join(app, '.git'), { recursive: true });
  writeFileSync(join(app, '.git/HEAD'), 'ref');
  expect(create(['empty']).code).toBe(0);
  expect(read('empty/.git/HEAD')).toBe('ref');
  cwd = app;
  rmSync(join(app, 'package.json'));
  expect(create(['.']).errors).toContain('is not empty');
});

test('without a name it is skerry-app, and folders above it are made', () => {
  expect(create([]).code).toBe(0);
  expect(create(['a/b/my-app']).output).toContain('cd a/b/my-app');
  expect(readdirSync(cwd).sort()).toEqual(['a', 'skerry-app']);
});

describe('names the thing, the reason and the next step, and touches nothing:', () => {
  const before = () => readdirSync(cwd, { recursive: true }).sort();

  test.each<[string[], RegExp]>([
    [['full'], /full is not empty: it has package\.json\.\nChoose another name/],
    [['file'], /file is a file\.\nChoose another name/],
    [['My App'], /"My App" cannot be the name of an app.*\nUse lower-case letters/],
    [['.hidden'], /"\.hidden" cannot be the name/],
    [['node_modules'], /"node_modules" cannot be the name/],
    [['x'.repeat(215)], /at most 214/],
    [
      ['my-app', '--templat', 'live'],
      /--templat is no flag of create-skerry\.\nUse one of --template, /,
    ],
    [['my-app', '-x'], /-x is no flag/],
    [['my-app', '--template', 'vue'], /no template vue\.\nUse one of live, minimal, islands\./],
    [['my-app', '--template', 'toString'], /no template toString/],
    [
      ['my-app', '--template'],
      /--template has no value\.\nWrite it after the flag: --template islands\./,
    ],
    [['my-app', '--template', '--react'], /--template has no value/],
    [['my-app', '--react=no'], /--react takes no value/],
    [['my-app', 'islands'], /two folders: my-app and islands\.\nName one\./],
    [['my-app', '--packages', 'none'], /none has no tarball of @skerry\/client\.\nMake a folder/],
    [['file/my-app'], /could not be written: .*file.*\nNothing was left behind/],
  ])('%j', (args, message) => {
    mkdirSync(join(cwd, 'full'));
    writeFileSync(join(cwd, 'full/package.json'), '{}');
    writeFileSync(join(cwd, 'file'), 'text');
    const found = before();
    const { code, output, errors } = create(args);
    expect(errors).toMatch(message);
    expect([code, output]).toEqual([1, '']);
    expect(before()).toEqual(found);
  });

  test('a flag that npm took for its own', () => {
    expect(create(['my-app'], { npm_config_react: 'true' }).errors).toBe(
      'npm took --react for a flag of its own.\nWrite it after `--`: npm create skerry my-app -- --react\n',
    );
    expect(create(['my-app'], { npm_config_template: 'live' }).errors).toContain(
      'npm create skerry my-app -- --template islands',
    );
    expect(existsSync(join(cwd, 'my-app'))).toBe(false);
  });

  test('a command that runs from its sources', () => {
    expect(create(['my-app'], {}, readOwnManifest()).errors).toMatch(/runs from its sources\.\n/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a file that cannot be written after others were', () => {
    const files = new Map([
      ['src/a.ts', ''],
      ['src/a.ts/b.ts', ''],
    ]);
    expect(() => writeApp(join(cwd, 'deep/my-app'), files)).toThrow(/EEXIST|ENOTDIR/);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

test('--packages names tarballs, for npm and for pnpm, where other packages need them too', () => {
  mkdirSync(join(cwd, 'packages'));
  for (const name of ['client', 'islands', 'kit', 'vite-plugin', 'wire'])
    writeFileSync(join(cwd, `packages/skerry-${name}-0.1.0.tgz`), '');
  expect(create(['my-app', '--packages', 'packages']).code).toBe(0);
  const kit = `file:${cwd}/packages/skerry-kit-0.1.0.tgz`;
  const { dependencies, overrides } = manifest('my-app');
  expect([dependencies!['@skerry/kit'], overrides!['@skerry/kit']]).toEqual([kit, kit]);
  expect(read('my-app/pnpm-workspace.yaml')).toContain(`  "@skerry/kit": "${kit}"\n`);
  writeFileSync(join(cwd, 'packages/skerry-kit-0.2.0.tgz'), '');
  expect(create(['other', '--packages', 'packages']).errors).toContain(
    'has 2 tarballs of @skerry/kit',
  );
});

test('--help and --version print, and make nothing', () => {
  expect(create(['--help', 'my-app']).output).toContain('--template islands   a live view with');
  expect(create(['--version']).output).toBe(`${packed.version}\n`);
  expect(readdirSync(cwd)).toEqual([]);
});
