import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    '.env': 'SKERRY_TEST_WORD=one\nSKERRY_TEST_LONG=${SKERRY_TEST_WORD}-long\nVITE_WORD=open',
    '.env.development': 'SKERRY_TEST_MODE=of-development',
    '.env.production': 'SKERRY_TEST_MODE=of-production',
    'src/pages/api/words.ts': `
const early = process.env.SKERRY_TEST_WORD;
export const GET = () => [
  early, process.env.SKERRY_TEST_LONG, process.env.SKERRY_TEST_MODE, import.meta.env.VITE_WORD,
];
`,
  });
});
afterAll(() => server[Symbol.asyncDispose]());

// A server that restarts is away for a moment.
const words = async (): Promise<unknown> =>
  (await fetch(`${server.origin}/api/words`)).json().catch(String);

test('server code finds the variables of .env files in development', async () => {
  expect(await words()).toEqual(['one', 'one-long', 'of-development', 'open']);
});

test('an edit of a .env file shows at the next request', async () => {
  await server.app.write('.env', 'SKERRY_TEST_WORD=two\nVITE_WORD=wide');
  await expect.poll(() => words().catch(String)).toEqual(['two', null, 'of-development', 'wide']);
});
