import { stripVTControlCharacters } from 'node:util';

import type { Browser } from 'playwright';
import { createLogger } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import { overlayText } from '../../test/overlay-text.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { Terminal } from './terminal.js';

let browser: Browser;
let server: TestServer;
const logged: string[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  server = await startTestServer({
    'src/client.ts': `interface Lost { tide: string }

addEventListener('lost', () => {
  throw new Error('The client is lost.');
});
addEventListener('promised', () => void Promise.reject(new Error('A promise is broken.')));
`,
    'src/islands/wreck.island.tsx': `interface Props { depth?: number }

export default function Wreck({ depth = 1 }: Props) {
  if (typeof document !== 'undefined') throw new Error('The island sinks.');
  return <p>{depth}</p>;
}
`,
    'src/pages/wreck.tsx': `
      import Wreck from '../islands/wreck.island.tsx';
      import Counter from '../live/counter.live.tsx';
      export default () => <div><Wreck client:load /><Counter /></div>;`,
  });
  server.vite.environments.client.logger.error = (message) => void logged.push(message);
  // The app writes there itself.
  vi.spyOn(console, 'error').mockImplementation((message: string) => void logged.push(message));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const all = () => logged.join('\n');

test('errors in browsers and failed islands are written in the terminal, with their places in the sources', async () => {
  const page = await browser.newPage();
  const answered = page.waitForResponse(/_skerry\/islands\/error$/);
  await page.goto(`${server.origin}/wreck`);
  await page.locator('skerry-live[data-state=live]').waitFor();
  await page.evaluate(() => {
    dispatchEvent(new Event('lost'));
    dispatchEvent(new Event('promised'));
  });
  await expect.poll(all).toContain('The island sinks.');
  await expect.poll(all).toContain('The client is lost.');
  await expect.poll(all).toContain('A promise is broken.');
  expect(all()).toContain('src/islands/wreck.island.tsx:4:');
  await answered;
  expect(logged.filter((message) => message.includes('The island sinks.'))).toHaveLength(1);
  expect(all()).toContain('src/client.ts:4:');
  expect(all()).toContain('src/client.ts:6:');
  await page.close();
});

const tidePage = `
  import Tide from '../islands/tide.island.tsx';
  export default () => <Tide client:load />;`;

/** A server whose terminal can be read. */
async function startHeard(files: Record<string, string>) {
  const written: string[] = [];
  const customLogger = createLogger('silent');
  customLogger.error = (message) => void written.push(message);
  customLogger.info = (message) => void written.push(stripVTControlCharacters(message));
  return Object.assign(await startTestServer(files, {}, { customLogger }), { written });
}

test('a fault of an island is written once for an edit, though the server and a browser meet it', async () => {
  const island = 'src/islands/tide.island.tsx';
  await using other = await startHeard({
    [island]: 'export default () => <i>Tide</i>;',
    'src/pages/tide.tsx': tidePage,
  });
  const page = await browser.newPage();
  await page.goto(`${other.origin}/tide`);
  await hydrated(page);
  const asked = () => page.waitForResponse((answer) => answer.url().includes('tide.island'));
  for (const [from, to] of [
    ['<i>Tide', '<i>{Tide'],
    ['{Tide', '{Ebb'],
  ] as const) {
    other.written.length = 0;
    const [answer] = await Promise.all([asked(), other.app.edit(island, from, to)]);
    expect(answer.status()).toBe(500);
    const told = other.written.filter((message) => message.includes('Correct the syntax here.'));
    expect(told).toHaveLength(1);
  }
  await page.close();
});

test('of code that islands share only their copy is updated, also once it was empty for a while', async () => {
  const shared = (text: string) => `export const Ebb = () => <i>${text}</i>;`;
  await using other = await startHeard({
    'src/ebb.tsx': shared('one'),
    'src/islands/tide.island.tsx':
      "import { Ebb } from '../ebb.tsx'; export default () => <p><Ebb /></p>;",
    'src/pages/tide.tsx': tidePage,
  });
  const page = await browser.newPage();
  await page.goto(`${other.origin}/tide`);
  await hydrated(page);
  const shows = (text: string) => expect.poll(() => page.locator('p i').innerText()).toBe(text);
  await other.app.write('src/ebb.tsx', '');
  await expect.poll(() => overlayText(page)).toContain('Ebb');
  await other.app.write('src/ebb.tsx', shared('two'));
  await shows('two');
  other.written.length = 0;
  await other.app.write('src/ebb.tsx', shared('three'));
  await shows('three');
  expect(other.written.filter((message) => message.includes('ebb.tsx'))).toEqual([
    expect.stringMatching(/hmr update \/src\/ebb\.tsx\?on=preact$/),
  ]);
  await page.close();
});

test('a fault is written that has the message of another one, and a place of its own', () => {
  const written: string[] = [];
  const logger = createLogger('silent');
  logger.error = (message) => void written.push(message);
  const terminal = new Terminal(logger);
  const fault = (file: string) =>
    Object.assign(new Error('Unexpected token.'), { loc: { file, line: 1, column: 2 } });
  const first = fault('/one.tsx');
  terminal.writeFailure(first);
  logger.error('Vite: one', { error: first });
  logger.error('Vite: two', { error: fault('/two.tsx') });
  expect(written).toEqual([expect.stringContaining('Unexpected token.'), 'Vite: two']);
});
