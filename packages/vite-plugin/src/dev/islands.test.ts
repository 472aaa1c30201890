import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import type { TestApp } from '../../test/test-app.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

const preactIsland = `
  import { signal, useSignal } from '@preact/signals';
  import { useState } from 'preact/hooks';
  import { Label } from './label.tsx';
  const shared = signal(0);
  export default function Tide({ name }: { name: string }) {
    const [state, setState] = useState(0);
    const own = useSignal(0);
    const go = () => { setState(state + 1); own.value++; shared.value++; };
    return <button class="tide" onClick={go}><Label text={name} /> {state} {own} {shared}</button>;
  }`;

const reactIsland = `
  import { useState } from 'react';
  export default function Wind({ name }: { name: string }) {
    const [count, setCount] = useState(0);
    return <button className="wind" onClick={() => setCount(count + 1)}>{name} {count}</button>;
  }`;

const shownPage = `
  import Tide from '../islands/tide.island.tsx';
  import Wind from '../islands/wind.react.tsx';
  import Counter from '../live/counter.live.tsx';
  export const headers = { 'content-security-policy': "script-src 'self'" };
  export default () => (
    <main><Tide client:load name="tide" /><Wind client:load name="wind" /><Counter start={3} /></main>
  );`;

const stillPage = `
  import Label from '../islands/label.island.tsx';
  export default () => <main><Label client:none text="still" /></main>;`;

const files = {
  'src/islands/tide.island.tsx': preactIsland,
  'src/islands/label.tsx': 'export const Label = ({ text }: { text: string }) => <i>{text}</i>;',
  'src/islands/label.island.tsx': `export { Label as default } from './label.tsx';`,
  'src/islands/wind.react.tsx': reactIsland,
  'src/pages/shown.tsx': shownPage,
  'src/pages/still.tsx': stillPage,
};

let browser: Browser;
let server: TestServer;
let app: TestApp;
let page: Page;
/** The number of page loads, and the expected number. */
let loads: { were: number; wanted: number };

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  server = await startTestServer(files);
  ({ app } = server);
  page = await browser.newPage();
  loads = { were: 0, wanted: 1 };
  page.on('load', () => void loads.were++);
});
afterEach(async () => {
  await expect.poll(() => loads.were).toBe(loads.wanted);
  await page.close();
  await server[Symbol.asyncDispose]();
});

const overlay = () => page.locator('vite-error-overlay');
const tide = () => page.locator('.tide').innerText();
const wind = () => page.locator('.wind').innerText();
const region = () => page.locator('skerry-live').innerText();
const html = async (path: string) => (await fetch(server.origin + path)).text();

/** Listens in the next page; the returned function waits for so many events of a name. */
async function listen(name: string, times: number): Promise<() => Promise<void>> {
  let resolve: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  await page.exposeFunction('hear', () => --times === 0 && resolve());
  await page.addInitScript(`addEventListener('${name}', () => globalThis.hear())`);
  return () => promise;
}

/** Opens the page, clicks both islands twice, and counts in its region from 3 to 4. */
async function openIslands(): Promise<void> {
  const hydrated = await listen('skerry:hydrated', 2);
  await page.goto(`${server.origin}/shown`);
  await heard(server);
  await page.locator('skerry-live[data-state=live]').waitFor();
  await hydrated();
  await page.locator('.tide').click({ clickCount: 2 });
  await page.locator('.wind').click({ clickCount: 2 });
  await page.locator('skerry-live button').click();
  await expect.poll(tide).toBe('tide 2 2 2');
  await expect.poll(wind).toBe('wind 2');
  await expect.poll(region).toContain('Count: 4');
}

test('edits of islands reach the page in place, keep all state and the region, and reach the next request', async () => {
  await openIslands();
  await app.edit('src/islands/tide.island.tsx', '</button>', '!</button>');
  await expect.poll(tide).toBe('tide 2 2 2!');
  await app.edit('src/islands/wind.react.tsx', '</button>', '!</button>');
  await expect.poll(wind).toBe('wind 2!');
  expect(await tide()).toBe('tide 2 2 2!');
  expect(await region()).toContain('Count: 4');
  await page.locator('.tide').click();
  await expect.poll(tide).toBe('tide 3 3 3!');
  expect(await html('/shown')).toMatch(/tide.*!<\/button>.*wind.*!<\/button>/);
});

test('an edit of a module that an island imports reaches the page in place', async () => {
  await openIslands();
  await app.edit('src/islands/label.tsx', '{text}', '{text.toUpperCase()}');
  await expect.poll(tide).toBe('TIDE 2 2 2');
  await expect.poll(() => html('/shown')).toContain('<i>TIDE</i>');
  expect(await region()).toContain('Count: 4');
});

test('an island that cannot be read is shown as an error while the old one goes on, in the browser and on the server', async () => {
  await openIslands();
  await app.edit('src/islands/tide.island.tsx', '</button>', '</bottom>');
  await overlay().waitFor();
  expect(await overlay().evaluate((element) => element.shadowRoot?.textContent)).toContain(
    'src/islands/tide.island.tsx',
  );
  await page.locator('.tide').dispatchEvent('click');
  await expect.poll(tide).toBe('tide 3 3 3');
  expect(await html('/shown')).toContain('<i>tide</i>');
  await app.edit('src/islands/tide.island.tsx', '</bottom>', '!</button>');
  await expect.poll(tide).toBe('tide 3 3 3!');
  await overlay().waitFor({ state: 'detached' });
});

test('an island that fails in the browser is shown as an error, and starts again when it is corrected', async () => {
  await openIslands();
  await app.edit(
    'src/islands/tide.island.tsx',
    'return <button',
    'if (state === 3) throw new Error("Low tide."); return <button',
  );
  await page.locator('.tide').click();
  await overlay().waitFor();
  expect(await overlay().evaluate((element) => element.shadowRoot?.textContent)).toContain(
    'Low tide.',
  );
  await app.edit('src/islands/tide.island.tsx', 'state === 3', 'state === 30');
  await overlay().waitFor({ state: 'detached' });
  await expect.poll(tide).toContain('tide 0 0');
  await page.locator('.tide').click();
  await expect.poll(tide).toContain('tide 1 1');
  expect(await wind()).toBe('wind 2');
});

test('islands beside each other that failed all start again when they are corrected', async () => {
  const sunk = "if (typeof document !== 'undefined') throw new Error('Sunk.');";
  await app.write(
    'src/islands/raft.island.tsx',
    `export default () => { ${sunk} return <u>raft</u>; };`,
  );
  await app.write(
    'src/pages/rafts.tsx',
    `import Raft from '../islands/raft.island.tsx';
    export default () => <main><Raft client:load /><Raft client:load /><Raft client:load /></main>;`,
  );
  await expect.poll(async () => (await fetch(`${server.origin}/rafts`)).status).toBe(200);
  const failed = await listen('skerry:island-error', 3);
  await page.goto(`${server.origin}/rafts`);
  await heard(server);
  await failed();
  await app.edit('src/islands/raft.island.tsx', sunk, '');
  await hydrated(page);
  expect(await page.locator('main u').allInnerTexts()).toEqual(['raft', 'raft', 'raft']);
});

test('an island that could not be loaded is shown with its place, and starts when it is corrected', async () => {
  await html('/shown');
  await app.edit('src/islands/tide.island.tsx', '</button>', '</bottom>');
  const failed = await listen('skerry:island-error', 1);
  await page.goto(`${server.origin}/shown`);
  await heard(server);
  await failed();
  expect(await overlay().evaluate((element) => element.shadowRoot?.textContent)).toContain(
    'src/islands/tide.island.tsx:',
  );
  await app.edit('src/islands/tide.island.tsx', '</bottom>', '!</button>');
  await expect
    .poll(async () => {
      await page.locator('.tide').dispatchEvent('click');
      return tide();
    })
    .toMatch(/[1-9]!/);
});

test('an edit of an island that no browser runs shows in the page', async () => {
  await page.goto(`${server.origin}/still`);
  await heard(server);
  expect(await page.locator('i').innerText()).toBe('still');
  await app.edit('src/islands/label.tsx', '{text}', '{text}!');
  await expect.poll(() => page.locator('i').innerText()).toBe('still!');
});
