import { definePlugin } from '@skerry/kit';
import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { expect, test, vi } from 'vitest';

import { nameAnswers } from './name-answers.ts';
import { watchTaps } from './slow-taps.ts';

test('a slow tap is told of, and a fast one is not', async () => {
  // The clock stands still, except in the slow tap.
  vi.useFakeTimers({ toFake: ['performance'] });
  const told: string[] = [];
  const end = watchTaps(20, (text) => told.push(text));
  const slow = definePlugin({
    name: 'test:slow',
    setup({ hooks }) {
      hooks.beforeRequest.tap(async () => void vi.advanceTimersByTime(40));
      hooks.onResponse.tap(() => {});
    },
  });
  const app = createTestApp({
    plugins: [slow()],
    routes: { 'index.tsx': { default: () => 'home' } },
  });
  await fetchPage(app, '/');
  end();
  await fetchPage(app, '/');
  await app.close();
  vi.useRealTimers();
  expect(told).toEqual(['test:slow took 40 ms in beforeRequest']);
});

test('answers have the id of their request, and the log the trace of a failure', async () => {
  const warned: string[] = [];
  const app = createTestApp({
    plugins: [nameAnswers()],
    config: { log: { info() {}, warn: (text) => void warned.push(text), error() {} } },
    routes: {
      'index.tsx': {
        default: () => {
          throw new Error('on purpose');
        },
      },
    },
  });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const ids = [await fetchPage(app, '/', { headers }), await fetchPage(app, '/')].map((page) =>
    page.headers.get('x-request-id'),
  );
  await app.close();
  for (const id of ids) expect(id).toMatch(/^[\w-]{12}$/);
  expect(ids[0]).not.toBe(ids[1]);
  expect(warned.join('\n')).toContain(`in the trace ${traceId}`);
});
