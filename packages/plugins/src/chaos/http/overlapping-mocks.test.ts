import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  Agent,
  type Dispatcher,
  fetch as packageFetch,
  getGlobalDispatcher,
  setGlobalDispatcher,
} from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { type Pace, realPace } from '../pace.js';
import { Seeded } from '../seeded.js';
import { type MockHttp, startMockHttp } from './mock-http.js';

let server: Server;
let origin: string;
const before = getGlobalDispatcher();
beforeAll(async () => {
  server = createServer((_, response) => response.end('real'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
afterEach(() => setGlobalDispatcher(before));

/** Starts a mock that answers with a status of its own. */
const start = (status: number, pace: Pace = realPace): Promise<MockHttp> =>
  startMockHttp(
    {
      rules: [
        { origin, path: '/', status },
        { origin, delay: 20 },
      ],
      passThrough: true,
    },
    { random: new Seeded(1), pace, isActive: () => true, note: () => {} },
  );
const statusOf = async (path = '/'): Promise<number> => (await fetch(origin + path)).status;

describe('two mocks of outbound HTTP that overlap', () => {
  test('as in a restart: the newer one stays in force, and then the former dispatcher is back', async () => {
    const older = await start(501);
    expect(await statusOf()).toBe(501);
    const newer = await start(502);
    expect(await statusOf()).toBe(502);
    await older.stopMock();
    expect(await statusOf()).toBe(502);
    await newer.stopMock();
    expect(getGlobalDispatcher() === before).toBe(true);
    expect(await statusOf()).toBe(200);
  });

  test('and end in the reverse order put back one another', async () => {
    const older = await start(501);
    const newer = await start(502);
    await newer.stopMock();
    expect(await statusOf()).toBe(501);
    await older.stopMock();
    expect(getGlobalDispatcher() === before).toBe(true);
  });

  test.each([
    ['0 1 2', [502, 502, 200]],
    ['0 2 1', [502, 501, 200]],
    ['1 0 2', [502, 502, 200]],
    ['1 2 0', [502, 500, 200]],
    ['2 0 1', [501, 501, 200]],
    ['2 1 0', [501, 500, 200]],
  ])('with a third may end in any order: %s', async (order, statuses) => {
    const mocks = [await start(500), await start(501), await start(502)];
    const seen: number[] = [];
    for (const at of order.split(' ')) {
      await mocks[Number(at)]!.stopMock();
      seen.push(await statusOf());
    }
    expect([seen, getGlobalDispatcher() === before]).toEqual([statuses, true]);
  });

  test('may start at the same time, and each is proved to be in the way', async () => {
    const mocks = await Promise.all([start(501), start(502)]);
    expect(await statusOf()).toBe(502);
    await Promise.all(mocks.map((mock) => mock.stopMock()));
    expect(getGlobalDispatcher() === before).toBe(true);
    expect(await statusOf()).toBe(200);
  });
});

describe('a mock of outbound HTTP that stops', () => {
  test('leaves a dispatcher in place that the app has set meanwhile', async () => {
    const mock = await start(501);
    const own = new Agent();
    setGlobalDispatcher(own);
    await mock.stopMock();
    expect(getGlobalDispatcher() === own).toBe(true);
    await own.close();
  });

  test('lets all requests pass that still come to it, also those of a dispatcher around it', async () => {
    const mock = await start(501);
    const held: Dispatcher = getGlobalDispatcher();
    const around = held.compose((dispatch) => (options, handler) => dispatch(options, handler));
    setGlobalDispatcher(around);
    expect(await statusOf()).toBe(501);
    await mock.stopMock();
    expect(await statusOf()).toBe(200);
    expect((await packageFetch(origin, { dispatcher: held })).status).toBe(200);
  });

  test('lets a request pass that it has held back', async () => {
    let goOn: (() => void) | undefined;
    const pace: Pace = {
      now: () => 0,
      after(_, run) {
        goOn = run;
        return () => {};
      },
    };
    const mock = await start(501, pace);
    const asked = statusOf('/late');
    await expect.poll(() => goOn).toBeDefined();
    await mock.stopMock();
    goOn!();
    expect(await asked).toBe(200);
  });
});
