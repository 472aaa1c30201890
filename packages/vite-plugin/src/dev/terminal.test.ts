import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

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
