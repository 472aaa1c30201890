import { existsSync, symlinkSync } from 'node:fs';

import type { Browser, Page } from 'playwright';
import { createLogger, type Plugin } from 'vite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import { buildTestApp, serveBuilt } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A component without a first line, under a name of its own. */
const part = (name: string, code = ''): string =>
  `${code}export const ${name} = ({ text = 'old' }) => <i title="${name}">{text}</i>;\n`;

/** Every layout of code that islands share. None of it names a runtime of JSX, unless it says so. */
const shared: Record<string, string> = {
  'src/components/direct.tsx': part('Direct'),
  'src/components/behind.tsx': part('Behind'),
  'src/components/index.ts': "export * from './behind.tsx';\n",
  'src/components/rows.tsx': 'export const rowOf = (text) => <i title="row">{text}</i>;\n',
  'src/components/value.tsx': part('Value'),
  'src/components/late.tsx': part('Late'),
  'src/components/named.tsx': part(
    'Named',
    "/** @jsxImportSource preact */\nimport { Inner } from './inner.tsx';\nexport const Outer = () => <Inner />;\n",
  ),
  'src/components/inner.tsx': part('Inner'),
  'src/widgets/islands/beside.tsx': part('Beside'),
  'src/components/both.tsx': part('Both', '// Islands begin with /** @jsxImportSource preact */\n'),
  'node_modules/.keep': '',
  'packages/ui/package.json': JSON.stringify({
    name: 'acme-ui',
    type: 'module',
    exports: './src/index.ts',
  }),
  'packages/ui/src/index.ts': "export { Linked } from './linked.tsx';\n",
  'packages/ui/src/linked.tsx': part('Linked'),
};

const imports = (framework: string): string => `/** @jsxImportSource ${framework} */
import { useState } from '${framework === 'react' ? 'react' : 'preact/hooks'}';
import { Linked } from 'acme-ui';
import { Both } from '../components/both.tsx';
import { Direct } from '../components/direct.tsx';
import { Behind } from '../components/index.ts';
import { rowOf } from '../components/rows.tsx';
import { Value } from '../components/value.tsx';
import { Beside } from '../widgets/islands/beside.tsx';
`;

const body = (more: string): string => `
const Any = Value;
export default function Shown() {
  const [count, setCount] = useState(0);
  return <section><button onClick={() => setCount(count + 1)}>{count}</button>
    <Linked /><Both /><Direct /><Behind />{rowOf('old')}<Any /><Beside />${more}</section>;
}
`;

const files = {
  ...shared,
  'src/islands/left.island.tsx': `${imports('preact')}import { Named, Outer } from '../components/named.tsx';${body('<Named /><Outer />')}`,
  'src/islands/right.react.tsx': imports('react') + body(''),
  'src/pages/shared.tsx': `
import { Both } from '../components/both.tsx';
import Left from '../islands/left.island.tsx';
import Right from '../islands/right.react.tsx';
export default () => <main><p id="page"><Both text="page" /></p><Left client:load /><Right client:load /></main>;
`,
};

const ofLeft = ['Linked', 'Both', 'Direct', 'Behind', 'row', 'Value', 'Beside', 'Named', 'Inner'];
const ofRight = ofLeft.slice(0, 7);

const titles = (text: string): string[] =>
  [...text.matchAll(/<i title="(\w+)">old<\/i>/g)].map(([, title]) => title as string);

/** The page shows the page's own copy and every part of both islands, on the server and after they have hydrated. */
async function showsAll(origin: string): Promise<Page> {
  const html = (await (await fetch(`${origin}/shared`)).text()).replaceAll(/<!--.*?-->/g, '');
  expect(html).toContain('<p id="page"><i title="Both">page</i></p>');
  expect(titles(html)).toEqual([...ofLeft, ...ofRight]);
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on(
    'console',
    (message) => void (message.type() === 'error' && problems.push(message.text())),
  );
  await page.goto(`${origin}/shared`);
  await hydrated(page);
  for (const button of await page.locator('button').all()) await button.click();
  await expect.poll(() => page.locator('button').allInnerTexts()).toEqual(['1', '1']);
  expect(await page.locator('section i').count()).toBe(ofLeft.length + ofRight.length);
  expect(problems).toEqual([]);
  return page;
}

/** Links the package into the app before Vite looks for it. */
const linked: Plugin = {
  name: 'linked',
  config({ root }) {
    const link = `${root}/node_modules/acme-ui`;
    if (!existsSync(link)) symlinkSync('../packages/ui', link);
  },
};

describe('code without a first line has the JSX of the island that imports it', () => {
  let server: TestServer;
  let page: Page;
  const customLogger = createLogger('silent');
  /** The errors that the server has told. */
  const told: string[] = [];
  customLogger.error = (message) => void told.push(message);

  beforeAll(async () => {
    server = await startTestServer(files, {}, { plugins: [linked], customLogger });
  });
  afterAll(async () => {
    await page?.close();
    await server[Symbol.asyncDispose]();
  });

  test('in development', async () => {
    page = await showsAll(server.origin);
    await heard(server);
  });

  test('an edit of it is shown at once, and the state of both islands stays', async () => {
    await page.evaluate(() => Object.assign(window, { isFirst: true }));
    await server.app.edit('src/components/direct.tsx', 'old', 'new');
    await expect.poll(() => page.locator('[title=Direct]').allInnerTexts()).toEqual(['new', 'new']);
    await server.app.edit('src/components/direct.tsx', '</i>', '</b>');
    await expect
      .poll(() => page.locator('vite-error-overlay .file').first().textContent())
      .toMatch(/src\/components\/direct\.tsx:1:70$/);
    await server.app.edit('src/components/direct.tsx', '</b>', '!</i>');
    await expect
      .poll(() => page.locator('[title=Direct]').allInnerTexts())
      .toEqual(['new!', 'new!']);
    expect(await page.locator('button').allInnerTexts()).toEqual(['1', '1']);
    expect(await page.evaluate(() => 'isFirst' in window)).toBe(true);
    await server.app.edit('src/components/direct.tsx', '!</i>', '</i>');
    await expect
      .poll(async () => (await fetch(`${server.origin}/shared`)).text())
      .toMatch(/(?:title="Direct">new[^]*){2}/);
    await server.app.edit('src/components/direct.tsx', 'new', 'old');
  });

  test('a first line that comes or goes, and an import of such code, need no restart', async () => {
    const html = async () => titles(await (await fetch(`${server.origin}/shared`)).text());
    const inPage = (title: string) => page.locator(`section [title=${title}]`).allInnerTexts();
    await expect.poll(html).toEqual([...ofLeft, ...ofRight]);
    told.length = 0;
    const problems: string[] = [];
    page.on(
      'console',
      (message) => void (message.type() === 'error' && problems.push(message.text())),
    );
    const named =
      'import { Inner } from \'./inner.tsx\';\nexport const Outer = () => <Inner text="in" />;\n';
    await server.app.write('src/components/named.tsx', part('Named', named));
    const withoutInner = [...ofLeft.slice(0, 8), ...ofRight];
    await expect.poll(html).toEqual(withoutInner);
    await expect.poll(() => inPage('Inner')).toEqual(['in']);
    await server.app.write('src/components/deep.tsx', part('Deep'));
    await server.app.write('src/components/tools.ts', "export const deep = () => 'shallow';\n");
    await server.app.edit(
      'src/islands/left.island.tsx',
      'import { Both',
      "import { deep } from '../components/tools.ts';\nimport { Both",
    );
    await server.app.edit('src/islands/left.island.tsx', '<Named />', '<Named />{deep()}');
    await expect.poll(() => page.locator('section').first().innerText()).toContain('shallow');
    await server.app.write('src/components/other.ts', '');
    await server.app.write(
      'src/components/tools.ts',
      "import { Deep } from './deep.tsx';\nexport const deep = () => Deep({});\n",
    );
    await expect.poll(html).toEqual([...ofLeft.slice(0, 8), 'Deep', ...ofRight]);
    await expect.poll(() => inPage('Deep')).toEqual(['old']);
    expect(await page.evaluate(() => 'isFirst' in window)).toBe(true);
    expect([...problems, ...told]).toEqual([]);
  });

  test('code that leads to a missing file shows when that is there', async () => {
    await server.app.write(
      'src/components/tools.ts',
      "import { Absent } from './absent.tsx';\nexport const deep = () => Absent({});\n",
    );
    const isRefused = (error: string) => /Internal server error: .*absent\.tsx/.test(error);
    // The page has asked for it.
    await expect.poll(() => told.some(isRefused)).toBe(true);
    await server.app.write('src/components/absent.tsx', part('Absent'));
    await expect
      .poll(() => page.locator('section [title=Absent]').allInnerTexts())
      .toEqual(['old']);
    expect(told.filter((error) => !error.includes('./absent.tsx'))).toEqual([]);
  });

  test('code that leads to a file with another ending after an edit shows that', async () => {
    const shows = (text: string) =>
      expect.poll(() => page.locator('section').first().innerText()).toContain(text);
    await server.app.write('src/components/named-by.ts', "export const word = () => 'words';\n");
    await server.app.write(
      'src/components/tools.ts',
      "import { word } from './named-by';\nexport const deep = () => word();\n",
    );
    await shows('words');
    await server.app.write(
      'src/components/named-by.tsx',
      'export const word = () => <i>marked</i>;\n',
    );
    await server.app.remove('src/components/named-by.ts');
    await shows('marked');
  });
});

test('code without a first line has that JSX when built', async () => {
  await using app = await createTestApp();
  for (const [file, text] of Object.entries(files)) await app.write(file, text);
  await buildTestApp(app, { plugins: [linked] });
  await using deployed = await serveBuilt(app);
  await (await showsAll(deployed.origin)).close();
});

/** The island, the file, its JSX, what imports it, and the framework of that. */
type Fault = [string, string, string, string, string];

describe('code of which something says that it is not of the island', () => {
  const line = (runtime: string) => `/** @jsxImportSource ${runtime} */\n`;
  const foreign = {
    'src/components/index.ts': "export * from './lamp.tsx';\n",
    'src/components/lamp.tsx': part('Lamp', line('@skerry/kit')),
    'src/components/round.ts': "export * from './about.ts';\nexport * from './buoy.tsx';\n",
    'src/components/about.ts': "export * from './round.ts';\nexport * from './buoy.tsx';\n",
    'src/components/buoy.tsx': part('Buoy', line('@skerry/kit')),
    'src/islands/five.island.tsx': `${line('preact')}
import { Buoy } from '../components/round.ts';
export default () => <p><Buoy /></p>;
`,
    'src/components/pier.tsx': part('Pier', line('@skerry/kit')),
    'src/components/quay.tsx': part('Quay', line('preact')),
    'src/islands/one.island.tsx': `${line('preact')}
import { Lamp } from '../components/index.ts';
export default () => <p><Lamp /></p>;
`,
    'src/islands/two.island.tsx': `${line('preact')}
import { Pier } from '../components/pier.tsx';
export default () => <p><Pier /></p>;
`,
    'src/islands/three.react.tsx': `${line('react')}
import { Quay } from '../components/quay.tsx';
export default () => <p><Quay /></p>;
`,
    'src/islands/four.react.tsx': `${line('react')}
import One from './one.island.tsx';
export default () => <p><One /></p>;
`,
    ...Object.fromEntries(
      ['one.island', 'two.island', 'three.react', 'four.react', 'five.island'].map((file) => [
        `src/pages/${file.split('.')[0]}.tsx`,
        `import It from '../islands/${file}.tsx';\nexport default () => <It client:none />;\n`,
      ]),
    ),
  };
  const faults = [
    [
      'one',
      'components/lamp',
      '@skerry/kit',
      'src/islands/one.island.tsx → src/components/index.ts',
      'preact',
    ],
    ['two', 'components/pier', '@skerry/kit', 'src/islands/two.island.tsx', 'preact'],
    ['three', 'components/quay', 'preact', 'src/islands/three.react.tsx', 'react'],
    [
      'five',
      'components/buoy',
      '@skerry/kit',
      'src/islands/five.island.tsx → src/components/round.ts',
      'preact',
    ],
    ['four', 'islands/one.island', 'preact', 'src/islands/four.react.tsx', 'react'],
  ] satisfies Fault[];
  const reason = ([, file, runtime, importer, framework]: Fault): string =>
    `src/${file}.tsx has the JSX of ${runtime}, and a component of ${framework} imports it: ${importer} → src/${file}.tsx. ` +
    (file.endsWith('island')
      ? 'Make both islands of one framework'
      : `Begin it with /** @jsxImportSource ${framework} */`);

  test('is an error in development that names both, and a mend needs no restart', async () => {
    await using server = await startTestServer(foreign);
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const htmlOf = async (page: string) => (await fetch(`${server.origin}/${page}`)).text();
    for (const fault of faults) {
      await htmlOf(fault[0]);
      expect(logged.mock.calls.join('\n')).toContain(reason(fault));
      await expect(
        server.vite.environments.client.transformRequest(`/src/${fault[1]}.tsx?on=${fault[4]}`),
      ).rejects.toThrow(`src/${fault[1]}.tsx has the JSX of ${fault[2]}`);
    }
    await server.app.edit('src/components/lamp.tsx', line('@skerry/kit'), '');
    await server.app.edit('src/components/pier.tsx', '@skerry/kit', 'react');
    await server.app.edit('src/components/quay.tsx', line('preact'), '');
    await expect.poll(() => htmlOf('one')).toContain('<i title="Lamp">old</i>');
    await expect.poll(() => htmlOf('two')).toContain('<i title="Pier">old</i>');
    await expect.poll(() => htmlOf('three')).toContain('<i title="Quay">old</i>');
    logged.mockRestore();
  });

  test.each(faults)('is an error of the build, as in island %s', async (...fault) => {
    await using app = await createTestApp();
    const own = Object.entries(foreign).filter(
      ([file]) => !file.startsWith('src/pages/') || file.endsWith(`/${fault[0]}.tsx`),
    );
    for (const [file, text] of own) await app.write(file, text);
    await expect(buildTestApp(app)).rejects.toThrow(reason(fault));
  });
});

describe('hooks of Preact in a React island', () => {
  const withHooks = {
    'src/hooks/index.ts': "export * from './name.ts';\n",
    'src/hooks/name.ts': `import type { h } from 'preact';
import { useState } from 'preact/hooks';
export const useName = () => useState<typeof h | string>('name')[0];
`,
    'src/islands/one.react.tsx': `import { useName } from '../hooks/index.ts';
export default () => <p>{useName()}</p>;
`,
    'src/islands/two.react.tsx': `/** @jsxImportSource react */
import { useState } from 'preact/compat';
export default () => <p>{useState('two')[0]}</p>;
`,
    'src/islands/three.island.tsx': `import { useName } from '../hooks/index.ts';
export default () => <p>{useName()}</p>;
`,
  };
  const shows = (file: string) => ({
    'src/pages/shown.tsx': `import It from '../islands/${file}.tsx';\nexport default () => <It client:load />;\n`,
  });
  const ofName =
    'src/hooks/name.ts imports preact/hooks, and a component of react imports it: src/islands/one.react.tsx → src/hooks/index.ts → src/hooks/name.ts. ' +
    'Import from react in its place: in Preact islands that is preact/compat.';
  const ofTwo =
    'src/islands/two.react.tsx imports preact/compat, and is an island of react. Import from react';

  test('are an error in development, which ends with a mend', async () => {
    await using server = await startTestServer({ ...withHooks, ...shows('one.react') });
    const { client } = server.vite.environments;
    await expect(client.transformRequest('/src/hooks/name.ts?on=react')).rejects.toThrow(
      'src/hooks/name.ts imports preact/hooks',
    );
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    await fetch(`${server.origin}/shown`);
    expect(logged.mock.calls.join('\n')).toContain(ofName);
    logged.mockRestore();
    await expect(client.transformRequest('/src/islands/two.react.tsx')).rejects.toThrow(ofTwo);
    await server.app.edit('src/hooks/name.ts', "'preact/hooks'", "'react'");
    const html = async () => (await fetch(`${server.origin}/shown`)).text();
    await expect.poll(html).toContain('<p>name</p>');
    await server.app.write('src/pages/shown.tsx', shows('three.island')['src/pages/shown.tsx']);
    await expect.poll(html).toMatch(/three\.island[^]*<p>name<\/p>/);
  });

  test.each([
    ['one.react', ofName, /src\/hooks\/name\.ts\?on=react:2:25/],
    ['two.react', ofTwo, /src\/islands\/two\.react\.tsx:2:25/],
  ])('are an error of the build, as in %s', async (file, message, place) => {
    await using app = await createTestApp();
    const all = Object.entries({ ...withHooks, ...shows(file) });
    const own = all.filter(([name]) => !/two|one/.test(name) || name.includes(file));
    for (const [name, text] of own) await app.write(name, text);
    const built = buildTestApp(app);
    await expect(built).rejects.toThrow(message);
    await expect(built).rejects.toThrow(place);
  });
});
