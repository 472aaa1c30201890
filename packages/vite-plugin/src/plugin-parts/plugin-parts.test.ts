import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

/** A package that is made for Skerry, as it is installed. */
const packaged: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'outside-app',
    type: 'module',
    dependencies: { 'skerry-plugin-tides': '1.0.0' },
  }),
  'node_modules/skerry-plugin-tides/package.json': JSON.stringify({
    name: 'skerry-plugin-tides',
    version: '1.0.0',
    type: 'module',
    exports: {
      '.': './index.js',
      './page': './src/page.tsx',
      './gauge.live.tsx': './src/gauge.live.tsx',
      './client': './src/client.ts',
      './everywhere': './src/everywhere.ts',
    },
    skerry: { plugin: '.' },
  }),
  'node_modules/skerry-plugin-tides/index.js': `import { definePlugin } from '@skerry/kit';
export const tides = definePlugin({
  name: 'harbour:tides',
  setup({ options, routes, live, client, build }) {
    routes.page(options.path ?? '/tides', 'skerry-plugin-tides/page');
    live('skerry-plugin-tides/gauge.live.tsx');
    client('skerry-plugin-tides/client', { station: 'Leith' });
    client('skerry-plugin-tides/everywhere', { station: 'Leith' }, 'all');
    let made = 0;
    build({
      modules: { 'virtual:tides/environment': ({ name }) => \`export default '\${name} \${++made}';\` },
      plugins: ({ name }) => [{ name: 'tides:' + name, transform: (code, id) => id.endsWith('marked.ts') ? code.replace('MARK', name) : undefined }],
    });
  },
});
`,
  'node_modules/skerry-plugin-tides/src/page.tsx': `import environment from 'virtual:tides/environment';
import Gauge from './gauge.live.tsx';
import './tides.css';
export const head = { title: 'Tides' };
export default () => <main><h1>Tides by {environment.split(' ')[0]}</h1><Gauge /></main>;
`,
  'node_modules/skerry-plugin-tides/src/tides.css': 'h1 { color: teal }',
  'node_modules/skerry-plugin-tides/src/gauge.live.tsx': `import { defineLive } from '@skerry/kit';
export default defineLive({ mount: () => ({ level: 3 }) }, ({ state }) => <b class="level">{state.level}</b>);
`,
  'node_modules/skerry-plugin-tides/src/client.ts':
    'export default ({ options }: { options: { station: string } }) => void (document.title = options.station);',
  'node_modules/skerry-plugin-tides/src/everywhere.ts':
    'export default ({ options }: { options: { station: string } }) => void (document.title = options.station);',
  'src/app.ts': `import { defineApp } from '@skerry/kit';
import { tides } from 'skerry-plugin-tides';
export default defineApp({ plugins: [tides({})] });
`,
  'src/marked.ts': `export const mark = 'MARK';`,
  'src/pages/marked.tsx': `import { mark } from '../marked.ts';
export default () => <p>{mark}</p>;
`,
};

let server: TestServer;
beforeAll(async () => void (server = await startTestServer(packaged)));
afterAll(() => server[Symbol.asyncDispose]());

const ask = async (path: string): Promise<string> => (await fetch(server.origin + path)).text();

describe('the plugin of a package, on the development server,', () => {
  test('adds a page with its live view and its styles', async () => {
    const html = await ask('/tides');
    expect(html).toContain('<title>Tides</title>');
    expect(html).toMatch(/<h1[^>]*>Tides by (?:<!--[^>]*-->)?ssr/);
    expect(html).toContain('tides.css');
    expect(html).toMatch(/<skerry-live id="lv-/);
    expect(html).toContain('virtual:skerry/client');
  });

  test('has its browser module in the entry of regions, with its options', async () => {
    const entry = await ask('/@id/__x00__virtual:skerry/client');
    expect(entry).toContain('skerry-plugin-tides/src/client.ts');
    expect(entry).toMatch(/hooks\.addPlugin\("harbour:tides", .*, \{"station":"Leith"\}\)/);
  });

  test('has a module that every page loads', async () => {
    expect(await ask('/marked')).toContain('virtual:skerry/every-page');
    const entry = await ask('/@id/__x00__virtual:skerry/every-page');
    expect(entry).toContain('skerry-plugin-tides/src/everywhere.ts');
  });

  test('takes part in the build of each environment', async () => {
    expect(await ask('/marked')).toContain('ssr');
    expect(await ask('/src/marked.ts')).toContain('client');
  });
});

test('an edit of the list of plugins adds and removes their parts', async () => {
  await server.app.edit('src/app.ts', 'tides({})', "tides({ path: '/flood' })");
  await expect.poll(() => ask('/flood')).toContain('Tides by');
  expect((await fetch(`${server.origin}/tides`)).status).toBe(404);
  await server.app.edit('src/app.ts', "[tides({ path: '/flood' })]", '[]');
  await expect.poll(async () => (await fetch(`${server.origin}/flood`)).status).toBe(404);
  expect(await ask('/marked')).not.toContain('every-page');
});

test('an edit of the list of a folder starts the app anew', async () => {
  const list = (word: string) => `import { definePlugin } from '@skerry/kit';
const heard = definePlugin({
  name: 'harbour:heard',
  setup: ({ hooks }) => hooks.beforeRequest.tap(({ locals }) => { locals.word = '${word}'; }),
});
export default [heard()];
`;
  await server.app.write(
    'src/pages/shop/index.tsx',
    'export default ({ locals }) => <p>heard {locals.word}</p>;',
  );
  await server.app.write('src/pages/shop/_plugins.ts', list('first'));
  await expect.poll(() => ask('/shop')).toMatch(/heard (?:<!--[^>]*-->)*first/);
  await server.app.write('src/pages/shop/_plugins.ts', list('second'));
  await expect.poll(() => ask('/shop')).toMatch(/heard (?:<!--[^>]*-->)*second/);
});

test('the parts are there again once a broken list of plugins is mended', async () => {
  await server.app.write('src/app.ts', `throw new Error('broken');\nexport default {};`);
  await expect.poll(() => ask('/@id/__x00__virtual:skerry/client')).not.toContain('addPlugin');
  await server.app.write('src/pages/new.tsx', 'export default () => <p>new</p>;');
  await server.app.write('src/app.ts', packaged['src/app.ts']!);
  await expect.poll(() => ask('/tides')).toContain('Tides by');
  expect(await ask('/new')).toContain('new');
});

test('a list of plugins that cannot be read at build is a warning, and the start says the rest', async () => {
  const warnings: string[] = [];
  const log = {
    info() {},
    warn: (text: string) => void warnings.push(text),
    warnOnce() {},
    error() {},
    clearScreen() {},
    hasErrorLogged: () => false,
    hasWarned: false,
  };
  await using other = await startTestServer(
    { ...packaged, 'src/app.ts': `throw new Error('no database');` },
    {},
    { customLogger: log },
  );
  expect((await fetch(other.origin)).status).toBe(500);
  expect(warnings.join('\n')).toMatch(/The parts of the plugins cannot be read.*no database/);
});

test('a plugin that is added to an app without one brings its parts, and its options are new after an edit', async () => {
  const { 'src/app.ts': config, ...files } = packaged;
  await using other = await startTestServer({ ...files, 'src/app.ts': 'export default {};\n' });
  const askOther = async (path: string) => (await fetch(other.origin + path)).text();
  expect((await fetch(`${other.origin}/tides`)).status).toBe(404);
  await other.app.write('src/app.ts', config!);
  await expect.poll(() => askOther('/tides')).toContain('Tides by');
  await other.app.write(
    'node_modules/skerry-plugin-tides/src/client.ts',
    'export default () => undefined;',
  );
  expect(await askOther('/@id/__x00__virtual:skerry/client')).toContain('addPlugin');
});

test.each<[title: string, files: Record<string, string>, message: RegExp]>([
  [
    'that no package exports',
    {
      'node_modules/skerry-plugin-tides/package.json': packaged[
        'node_modules/skerry-plugin-tides/package.json'
      ]!.replace('./page"', './pages"'),
    },
    /"skerry-plugin-tides\/page", a page of the plugin harbour:tides, cannot be found\. Name it as/,
  ],
  [
    'of a package without the field "skerry"',
    {
      'node_modules/skerry-plugin-tides/package.json': packaged[
        'node_modules/skerry-plugin-tides/package.json'
      ]!.replace('"skerry":{"plugin":"."}', '"license":"MIT"'),
    },
    /a page of the plugin harbour:tides, is in a package that says nothing of Skerry.* Add the field "skerry"/,
  ],
])('a part %s is reported with the plugin and the next step', async (_, files, message) => {
  const errors: string[] = [];
  const note = (text: string) => void errors.push(text);
  const log = { info() {}, warn: note, warnOnce() {}, error: note, clearScreen() {} };
  await using other = await startTestServer(
    { ...packaged, ...files },
    {},
    {
      customLogger: { ...log, hasErrorLogged: () => false, hasWarned: false },
    },
  );
  expect((await fetch(other.origin)).status).toBe(500);
  expect(errors.join('\n')).toMatch(message);
});
