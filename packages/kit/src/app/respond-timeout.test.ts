import { expect, test } from 'vitest';

import { bodyOf, layout, page, startApp } from '../../test/app.js';
import { deferred } from '../../test/deferred.js';
import { definePlugin } from '../plugin/define.js';
import type { ErrorProps } from '../page/module.js';
import { jsx } from '../jsx/jsx-runtime.js';

const errorPage = {
  default: ({ status, reason }: ErrorProps) => jsx('p', { children: `${status} ${reason}` }),
};
const never = () => new Promise(() => {});
const limits = { answerTimeout: 30 };

/** The first lines of the log's entries. */
const heads = (logged: unknown[]) => logged.map((text) => String(text).split('\n')[0]);
const tooLate = (path: string) =>
  `request for ${path} failed: SkerryError: There was no answer after 30 ms.`;

test.each(['default', 'head', 'headers'])(
  'a page whose %s takes too long is answered with 503',
  async (part) => {
    const { ask, logged } = startApp(
      { 'index.tsx': { ...page('Slow'), [part]: never }, '_error.tsx': errorPage },
      { config: { limits } },
    );
    const response = await ask('/');
    expect(response.status).toBe(503);
    expect(bodyOf(await response.text())).toBe('<p>503 This took too long.</p>');
    expect(heads(logged)).toEqual([tooLate('/')]);
  },
);

test('after an error page that takes too long, no other is tried', async () => {
  const tried: string[] = [];
  const slow = (name: string) => ({ default: () => (tried.push(name), never()) });
  const { ask, logged } = startApp(
    { 'a/index.tsx': { default: never }, 'a/_error.tsx': slow('a'), '_error.tsx': slow('root') },
    { config: { limits } },
  );
  const response = await ask('/a');
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('<h1>503</h1><p>This took too long.</p>');
  expect(tried).toEqual(['a']);
  expect(heads(logged)).toEqual([tooLate('/a'), tooLate('/a')]);
});

test('an endpoint that takes too long is answered with 503', async () => {
  const { ask, logged } = startApp({ 'api/slow.ts': { GET: never } }, { config: { limits } });
  const response = await ask('/api/slow');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ status: 503, message: 'This took too long.' });
  expect(heads(logged)).toEqual([tooLate('/api/slow')]);
});

test.each([
  ['page', '/', (slow: () => unknown) => ({ 'index.tsx': { default: slow } })],
  ['endpoint', '/api/slow', (slow: () => unknown) => ({ 'api/slow.ts': { GET: slow } })],
])(
  'an error that the handler of a %s throws after its time is only reported',
  async (_, path, routes) => {
    const { promise, reject } = deferred<unknown>();
    const { ask, logged } = startApp(
      routes(() => promise),
      { config: { limits } },
    );
    expect((await ask(path)).status).toBe(503);
    reject(new Error('at last'));
    await expect.poll(() => logged).toHaveLength(2);
    expect(heads(logged)[1]).toBe(`late for ${path} failed: Error: at last`);
  },
);

test('a response that cannot be read is answered with 500', async () => {
  const spoil = definePlugin({
    name: 'test:spoil',
    setup({ hooks }) {
      hooks.transformResponse.tap(() => Object.create(Response.prototype) as Response);
      hooks.onResponse.tap(() => {});
    },
  });
  const { ask, logged } = startApp(
    { 'index.tsx': page('Hi'), '_layout.tsx': layout('all') },
    { config: { plugins: [spoil()] } },
  );
  const response = await ask('/');
  expect([response.status, await response.text()]).toEqual([500, 'Something went wrong.']);
  expect(logged).toHaveLength(1);
});
