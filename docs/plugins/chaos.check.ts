import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import config from './app.ts';
import { fullSink, lines } from './full-disk.ts';
import Log from './live/log.live.tsx';
import { others } from './others.ts';
import * as home from './pages/index.tsx';
import { storm } from './storm.ts';

const modules = { routes: { 'index.tsx': home }, views: { 'live/log': Log } };

test('the app starts with its faults paused, and a storm begins when a topic says so', async () => {
  const log = { info() {}, warn() {}, error() {} };
  const plugins = [...(config.plugins ?? []), storm()];
  const app = createTestApp({ ...modules, config: { ...config, log, plugins } });
  expect((await fetchPage(app, '/')).status).toBe(200);
  app.publish('storm', true);
  await app.close();
});

test('a nearly full disk keeps some lines', async () => {
  const failed: string[] = [];
  for (let i = 0; i < 50; i++)
    await fullSink(`line ${i}`).catch((error: { code: string }) => failed.push(error.code));
  expect(new Set(failed)).toEqual(new Set(['ENOSPC']));
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.length).toBeLessThan(50);
});

test('the rules for others name their origins', () => {
  expect(others.rules?.map(({ origin }) => origin)).toContain('https://mail.example');
});
