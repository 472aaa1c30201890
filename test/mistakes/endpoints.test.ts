import { defineEndpoint, type EndpointContext, redirect } from '@skerry/kit';
import { createTestApp } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import { saidAtStart } from './said.js';

/** What the log says of a request that this handler answers. */
async function saidOf(handler: (context: EndpointContext<'/api'>) => unknown): Promise<string> {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line.split('\n    at ')[0]!);
  const app = createTestApp({
    routes: { 'api.ts': { POST: defineEndpoint('/api', handler) } },
    config: { log: { info() {}, warn: note, error: note } },
  });
  const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  const { status } = await app.fetch(new Request('http://localhost/api', init));
  await app.close();
  return `${status} ${lines.join('\n')}`;
}

test('a path that is not that of the file', async () => {
  const routes = { 'api.ts': { GET: defineEndpoint('/other', () => '') } };
  expect(await saidAtStart({ routes })).toMatchInlineSnapshot(
    `"src/pages/api.ts exports GET, which is defined for "/other"; its path is "/api". Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show."`,
  );
});

test('a method that is no function', async () => {
  expect(await saidAtStart({ routes: { 'api.ts': { GET: 'hello' } } })).toMatchInlineSnapshot(
    `"src/pages/api.ts exports GET, which is not a function. Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show."`,
  );
});

test('a written answer without GET', async () => {
  const routes = { 'api.ts': { POST: () => '', prerender: true } };
  expect(await saidAtStart({ routes })).toMatchInlineSnapshot(
    `"src/pages/api.ts exports \`prerender\` and no GET, whose answer would be written. Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show."`,
  );
});

test('a function as the answer', async () => {
  expect(await saidOf(() => () => 'hello')).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: An endpoint or a page answered with a function, which cannot be sent."`,
  );
});

test('a response that was sent before', async () => {
  const response = new Response('hello');
  await response.text();
  expect(await saidOf(() => response)).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: An endpoint or a page answered with a Response that has been read or sent before."`,
  );
});

test('a text that is thrown', async () => {
  expect(await saidOf(() => Promise.reject('no'))).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: Something was thrown that is not a readable Error: the text "no"."`,
  );
});

test('a body that is read twice', async () => {
  const handler = async ({ request, body }: EndpointContext<'/api'>) => {
    await request.json();
    return body({} as never);
  };
  expect(await saidOf(handler)).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: body() was given an empty object, which is no Standard Schema."`,
  );
});

test('a body without a schema', async () => {
  expect(await saidOf(({ body }) => body(undefined as never))).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: body() was given undefined, which is no Standard Schema."`,
  );
});

test('a redirect to another site', async () => {
  expect(await saidOf(() => redirect('https://pay.test/' as string))).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: "https://pay.test/" is not a path on this site."`,
  );
});

test('a cookie with a space in its name', async () => {
  expect(await saidOf(({ cookies }) => cookies.set('my cookie', '1'))).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: The cookie "my cookie" cannot be set: its name has characters that a cookie cannot hold."`,
  );
});

test('a cookie of the session', async () => {
  expect(await saidOf(({ cookies }) => cookies.set('skerry_session', '1'))).toMatchInlineSnapshot(
    `"500 request for /api failed: SkerryError: The cookie "skerry_session" cannot be set: that is the cookie of the session; use \`session\`."`,
  );
});
