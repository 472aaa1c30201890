import type { Browser, Page } from 'playwright';
import type { Plugin } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import { overlayText } from '../../test/overlay-text.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

const words = `export const word: string = 'Word'; export const other = 'Other';`;
const tap = `export const Tap = ({ count }) => <b>{count} taps</b>;`;
const island = `
  import { useState } from 'preact/hooks';
  import { Tap } from '../tap.tsx';
  export default function Count() {
    const [count, setCount] = useState(0);
    return <button onClick={() => setCount(count + 1)}><Tap count={count} /></button>;
  }`;
const page = `
  import { word } from '../words.ts';
  import Count from '../islands/count.island.tsx';
  export default () => <main><h1>{word}</h1><Count client:load /></main>;`;

let browser: Browser;
let server: TestServer;
let tab: Page;
const saw: string[] = [];
const edit: TestServer['app']['edit'] = (...given) => server.app.edit(...given);

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  server = await startTestServer({
    'src/words.ts': words,
    'src/tap.tsx': tap,
    'src/islands/count.island.tsx': island,
    'src/pages/count.tsx': page,
  });
  tab = await browser.newPage();
  tab.on('pageerror', ({ message }) => saw.push(message));
  saw.length = 0;
});
afterEach(async () => {
  await tab.close();
  await server[Symbol.asyncDispose]();
});

/** What the overlay says. */
const told = () => overlayText(tab);
const shown = () => tab.locator('h1, button').allInnerTexts();

async function open(): Promise<void> {
  await tab.goto(`${server.origin}/count`);
  await heard(server);
  await tab.evaluate(() => Object.assign(globalThis, { same: true }));
  await hydrated(tab);
  await tab.locator('button').click();
  await expect.poll(shown).toEqual(['Word', '1 taps']);
}

/** The states of the page are there, and nothing is over it. */
async function isWhole(...texts: string[]): Promise<void> {
  await expect.poll(shown).toEqual(texts);
  await expect.poll(told).toBe('');
  expect(await tab.evaluate(() => 'same' in globalThis)).toBe(true);
}

const notTap =
  'src/islands/count.island.tsx imports Tapp of src/tap.tsx, which does not export it. Did you mean `Tap`?';

describe('a name that is not exported is told over the page, which keeps its states,', () => {
  beforeEach(open);

  test('for an island that imports another name', async () => {
    await edit('src/islands/count.island.tsx', '{ Tap }', '{ Tapp as Tap }');
    await expect.poll(told).toContain(notTap);
    expect(await told()).toContain('count.island.tsx:3:');
    expect(await shown()).toEqual(['Word', '1 taps']);
    await edit('src/islands/count.island.tsx', '{ Tapp as Tap }', '{ Tap }');
    await isWhole('Word', '1 taps');
    await edit('src/tap.tsx', 'taps', 'presses');
    await isWhole('Word', '1 presses');
    expect(saw).toEqual([]);
  });

  test('for the code of an island that has another name now, until it has the old one', async () => {
    await edit('src/tap.tsx', 'Tap ', 'Tip ');
    await expect.poll(told).toContain('imports Tap of src/tap.tsx, which does not export it.');
    expect(await shown()).toEqual(['Word', '1 taps']);
    await edit('src/tap.tsx', 'Tip ', 'Tap ');
    await isWhole('Word', '1 taps');
    await edit('src/tap.tsx', 'taps', 'presses');
    await isWhole('Word', '1 presses');
    expect(saw).toEqual([]);
  });

  test('for the code of an island that has another name now, until the island has it as well', async () => {
    await edit('src/tap.tsx', 'Tap ', 'Tip ');
    await expect.poll(told).toContain('count.island.tsx:3:');
    await edit('src/islands/count.island.tsx', '{ Tap }', '{ Tip as Tap }');
    await isWhole('Word', '1 taps');
    await edit('src/tap.tsx', 'taps', 'presses');
    await isWhole('Word', '1 presses');
    await tab.reload();
    await hydrated(tab);
    await tab.locator('button').click();
    await expect.poll(shown).toEqual(['Word', '1 presses']);
    expect(saw).toEqual([]);
  });

  test('for an island, until its code exports the name as well', async () => {
    await edit('src/islands/count.island.tsx', '{ Tap }', '{ Tapp as Tap }');
    await expect.poll(told).toContain(notTap);
    await server.app.write('src/tap.tsx', `${tap} export const Tapp = () => <b>new</b>;`);
    await isWhole('Word', 'new');
    await edit('src/tap.tsx', 'new', 'newer');
    await isWhole('Word', 'newer');
  });

  test('for an island whose code is gone for a while', async () => {
    await server.app.remove('src/tap.tsx');
    await expect.poll(told).toContain('../tap.tsx');
    expect(await shown()).toEqual(['Word', '1 taps']);
    await server.app.write('src/tap.tsx', tap.replace('taps', 'presses'));
    await isWhole('Word', '1 presses');
  });

  test('for two importers, until both are mended', async () => {
    await server.app.write(
      'src/islands/other.island.tsx',
      "import { Tap } from '../tap.tsx'; export default () => <button><Tap count={5} /></button>;",
    );
    await edit(
      'src/pages/count.tsx',
      '<Count client:load />',
      '<Count client:load /><Other client:load />',
    );
    await edit(
      'src/pages/count.tsx',
      'import Count',
      "import Other from '../islands/other.island.tsx';\n import Count",
    );
    await isWhole('Word', '1 taps', '5 taps');
    await hydrated(tab);
    await edit('src/tap.tsx', 'Tap ', 'Tip ');
    await expect.poll(told).toContain('imports Tap of src/tap.tsx');
    await edit('src/islands/count.island.tsx', '{ Tap }', '{ Tip as Tap }');
    await expect.poll(told).toContain('src/islands/other.island.tsx imports Tap of src/tap.tsx');
    await edit('src/islands/other.island.tsx', '{ Tap }', '{ Tip as Tap }');
    await isWhole('Word', '1 taps', '5 taps');
  });

  test('for a page', async () => {
    await edit('src/pages/count.tsx', '{ word }', '{ wort as word }');
    await expect.poll(told).toContain('Did you mean `word`?');
    expect(await told()).toContain('count.tsx:2:');
    await edit('src/pages/count.tsx', '{ wort as word }', '{ other as word }');
    await isWhole('Other', '1 taps');
  });

  test('for the code of a page, through a module that passes on all of it', async () => {
    await server.app.write('src/all.ts', "export * from './words.ts';");
    await edit('src/pages/count.tsx', '../words.ts', '../all.ts');
    await edit('src/words.ts', "'Word'", "'World'");
    await isWhole('World', '1 taps');
    await edit('src/words.ts', 'word:', 'term:');
    await expect.poll(told).toContain('src/pages/count.tsx imports word of src/all.ts');
    await edit('src/pages/count.tsx', '{ word }', '{ term as word }');
    await isWhole('World', '1 taps');
    await edit('src/words.ts', 'World', 'Term');
    await isWhole('Term', '1 taps');
  });
});

test.each([
  [
    "import { steps } from '../islands/count.island.tsx'; void steps;",
    'imports steps of src/islands/count.island.tsx',
  ],
  [
    "import word from '../words.ts'; void word;",
    'imports the default export of src/words.ts, which does not export it. It exports word, other.',
  ],
  ["export { wort } from '../words.ts';", 'imports wort of src/words.ts'],
  [
    "import { a } from '../none.ts'; void a;",
    'It exports nothing: write `export` before what others import.',
  ],
])('%s', async (code, message) => {
  await server.app.write('src/none.ts', 'const a = 1;');
  await server.app.write('src/pages/count.tsx', `${code} export default () => <p>fine</p>;`);
  expect((await fetch(`${server.origin}/count`)).status).toBe(500);
  await tab.goto(`${server.origin}/count`);
  await expect.poll(told).toContain(message);
});

test('wrong syntax beside a name that is not there is told first', async () => {
  await server.app.write(
    'src/pages/count.tsx',
    "import { wort } from '../words.ts'; export default () => <p>{wort}</b>;",
  );
  await fetch(server.origin);
  await edit('src/words.ts', 'other', 'another');
  await tab.goto(`${server.origin}/count`);
  await expect.poll(told).toContain('Correct the syntax here.');
});

test('a module is checked, too, that is compiled because a faulty one leads to it', async () => {
  await server.app.write(
    'src/deep.ts',
    "import { wort } from './words.ts'; export const deep = () => wort;",
  );
  await server.app.write('src/tap.tsx', `import { deep } from './deep.ts'; ${tap} deep();`);
  await edit('src/islands/count.island.tsx', '{ Tap }', '{ Tapp as Tap }');
  const statusOf = async (file: string) => (await fetch(server.origin + file)).status;
  expect(await statusOf('/src/islands/count.island.tsx')).toBe(500);
  expect(await statusOf('/src/deep.ts')).toBe(500);
});

test.each(['load', 'only'])(
  'an island (client:%s) that imports a name that is not there from the start says so until it is mended',
  async (directive) => {
    await edit('src/pages/count.tsx', 'client:load', `client:${directive}`);
    await edit('src/islands/count.island.tsx', '{ Tap }', '{ Tapp as Tap }');
    await tab.goto(`${server.origin}/count`);
    await heard(server);
    await expect.poll(told).toContain(notTap);
    await edit('src/islands/count.island.tsx', '{ Tapp as Tap }', '{ Tap }');
    await expect.poll(shown).toEqual(['Word', '0 taps']);
    await expect.poll(told).toBe('');
  },
);

test('a page that imports a name that is not there says so from the start, and other pages do not', async () => {
  await edit('src/pages/count.tsx', '{ word }', '{ wort as word }');
  const answer = await fetch(`${server.origin}/count`);
  expect(answer.status).toBe(500);
  expect((await fetch(server.origin)).status).toBe(200);
  await tab.goto(`${server.origin}/count`);
  await expect.poll(told).toContain('src/pages/count.tsx imports wort of src/words.ts');
  await edit('src/pages/count.tsx', '{ wort as word }', '{ word }');
  await expect.poll(shown).toEqual(['Word', '0 taps']);
  await expect.poll(told).toBe('');
});

describe('the code of a page may import', () => {
  const answers = async (code: string, files: Record<string, string> = {}) => {
    for (const [name, text] of Object.entries(files)) await server.app.write(name, text);
    await server.app.write('src/pages/count.tsx', `${code} export default () => <p>fine</p>;`);
    const answer = await fetch(`${server.origin}/count`);
    expect(await answer.text()).toContain('fine');
  };

  test('a name that only types use, and what is a type', async () => {
    await answers(
      "import { Wort, Word } from '../words.ts'; const word: Wort | Word | undefined = undefined; void word;",
      { 'src/words.ts': `${words} export interface Word {}` },
    );
  });

  test('all of a module, and names that a package passes on through it', async () => {
    await answers(
      "import * as words from '../words.ts'; import { deny } from '../all.ts'; void [words, deny];",
      {
        'src/all.ts': "export * from '@skerry/kit';",
      },
    );
  });

  test('the name of an island beside its component', async () => {
    await answers(
      "import Count, { steps } from '../islands/count.island.tsx'; void [Count, steps];",
      { 'src/islands/count.island.tsx': `${island} export const steps = 3;` },
    );
  });
});

test('the code of a page may import a name that a plugin of Vite makes', async () => {
  const made: Plugin = {
    name: 'made',
    transform: (code, id) =>
      id.endsWith('/words.ts') ? `${code}; export const made = 'Made';` : null,
  };
  const files = {
    'src/words.ts': words,
    'src/pages/count.tsx': `import { made } from '../words.ts'; export default () => <p>{made}</p>;`,
  };
  await using other = await startTestServer(files, {}, { plugins: [made] });
  expect(await (await fetch(`${other.origin}/count`)).text()).toContain('<p>Made</p>');
});
