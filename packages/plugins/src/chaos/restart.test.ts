import { createTestApp } from '@skerry/kit/testing';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';

import { chaos } from './plugin.js';

const api = 'https://api.example.org';
const before = getGlobalDispatcher();
afterEach(() => setGlobalDispatcher(before));

const appWith = (status: number) =>
  createTestApp({
    plugins: [chaos({ seed: 1, faults: { http: { rules: [{ origin: api, status }] } } })],
    routes: {},
  });
const statusOf = async (): Promise<number> => (await fetch(api)).status;
const isBefore = (): boolean => getGlobalDispatcher() === before;

describe('faults of outbound HTTP in an app that starts again', () => {
  test('are those of the new app, though the old one stops after its start, and end with it', async () => {
    const old = appWith(501);
    await old.started;
    expect(await statusOf()).toBe(501);
    const next = appWith(502);
    await next.started;
    await old.close();
    expect(await statusOf()).toBe(502);
    await next.close();
    expect(isBefore()).toBe(true);
  });

  test('are gone if the app stops while it starts', async () => {
    const app = appWith(501);
    await app.close();
    await app.started.catch(() => {});
    expect(isBefore()).toBe(true);
  });
});
