import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Agent, fetch as packageFetch, getGlobalDispatcher, MockAgent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { realPace } from '../pace.js';
import { Seeded } from '../seeded.js';
import type { HttpFaults } from './http-faults.js';
import { type MockHttp, startMockHttp } from './mock-http.js';

/** A server of others, what it was asked, and how its compressed answers are asked for. */
let server: Server;
let origin: string;
let folder: string;
const asked: string[] = [];
const acceptable: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    acceptable.push(request.headers['accept-encoding'] as string | undefined);
    response.setHeader('set-cookie', 'session=of-a-server');
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ count: asked.length, access_token: 'of-a-server', user: { name: 'Ann' } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'skerry-chaos-'));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

let mock: MockHttp | undefined;
afterEach(async () => {
  vi.unstubAllGlobals();
  await mock?.stopMock();
  mock = undefined;
  asked.length = 0;
});

const noted: string[] = [];
let isActive = true;
async function start(faults: HttpFaults, seed = 1): Promise<void> {
  noted.length = 0;
  isActive = true;
  mock = await startMockHttp(faults, {
    random: new Seeded(seed),
    pace: realPace,
    isActive: () => isActive,
    note: (fault) => noted.push(fault),
  });
}

const codeOf = async (asking: Promise<unknown>): Promise<unknown> => {
  const error = await asking.then(
    () => new Error('It was answered.'),
    (thrown: Error & { code?: string }) => thrown,
  );
  const cause = error.cause as (Error & { code?: string }) | undefined;
  return cause?.code ?? error.message;
};

const api = 'https://api.example.org';

describe('rules of outbound HTTP', () => {
  test.each([
    ['Node', () => globalThis.fetch(`${api}/x`)],
    // seam: the two types of a response differ in what no test reads
    ['the package', () => packageFetch(`${api}/x`) as unknown as Promise<Response>],
  ])('answer the fetch of %s with a status, headers and a body', async (_, ask) => {
    await start({
      rules: [{ origin: api, status: 503, body: 'busy', headers: { 'retry-after': '9' } }],
    });
    const response = await ask();
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      503,
      '9',
      'busy',
    ]);
    expect(noted).toEqual(['http status']);
  });

  test('fail requests with the code of an error', async () => {
    await start({ rules: [{ origin: api, error: 'ECONNRESET' }] });
    expect(await codeOf(fetch(api))).toBe('ECONNRESET');
    expect(await codeOf(fetch(api, { method: 'POST', body: 'x' }))).toBe('ECONNRESET');
  });

  test('meet origin, path and method, and the first that fits counts, whatever its form', async () => {
    await start({
      rules: [
        { origin: api, path: '/only', method: 'post', status: 201 },
        { origin: /example/, path: /^\/a/, status: 202 },
        { origin: api, status: 203 },
        { origin: /./, status: 204 },
      ],
    });
    const statusOf = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
    expect(await statusOf(`${api}/only`, { method: 'POST', body: 'x' })).toBe(201);
    expect(await statusOf(`${api}/only`)).toBe(203);
    expect(await statusOf(`${api}/ab?c=d`)).toBe(202);
    expect(await statusOf('https://www.example.org/ab')).toBe(202);
    expect(await statusOf('http://elsewhere.test/')).toBe(204);
  });

  test('meet as many requests as they say', async () => {
    await start({ rules: [{ origin, status: 500, times: 2 }], passThrough: true });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await fetch(`${origin}/x`)).status);
    expect(statuses).toEqual([500, 500, 200, 200]);
    expect(asked).toHaveLength(2);
  });

  test('meet requests by chance, the same for the same seed', async () => {
    const run = async (seed: number): Promise<number[]> => {
      await start({ rules: [{ origin, status: 500, chance: 0.5 }], passThrough: true }, seed);
      const statuses: number[] = [];
      for (let i = 0; i < 16; i++) statuses.push((await fetch(`${origin}/x`)).status);
      await mock!.stopMock();
      mock = undefined;
      return statuses;
    };
    const first = await run(5);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await run(5)).toEqual(first);
    expect(await run(6)).not.toEqual(first);
  });

  test('delay answers of their own and of the origin', async () => {
    const waits: number[] = [];
    mock = await startMockHttp(
      {
        rules: [
          { origin: api, status: 200, delay: 50 },
          { origin, delay: 70 },
        ],
        passThrough: true,
      },
      {
        random: new Seeded(1),
        pace: {
          now: () => 0,
          after(time, run) {
            waits.push(time);
            setImmediate(run);
            return () => {};
          },
        },
        isActive: () => true,
        note: () => {},
      },
    );
    expect((await fetch(api)).status).toBe(200);
    expect((await fetch(`${origin}/x`)).status).toBe(200);
    expect([waits, asked]).toEqual([[50, 70], ['GET /x']]);
  });

  test('have no effect while they are paused', async () => {
    await start({ rules: [{ origin, status: 500 }], passThrough: true });
    isActive = false;
    expect((await fetch(`${origin}/x`)).status).toBe(200);
    isActive = true;
    expect((await fetch(`${origin}/x`)).status).toBe(500);
  });
});

describe('requests without a rule', () => {
  test('reach no host, unless it is allowed', async () => {
    await start({});
    expect(await codeOf(fetch(`${origin}/x`))).toBe('UND_MOCK_ERR_MOCK_NOT_MATCHED');
    expect(asked).toEqual([]);
    await mock!.stopMock();
    await start({ allow: [new URL(origin).host] });
    expect((await fetch(`${origin}/x`)).status).toBe(200);
    expect(await codeOf(fetch(api))).toBe('UND_MOCK_ERR_MOCK_NOT_MATCHED');
  });

  test('pass through where that is set, and all do after the stop', async () => {
    const before = getGlobalDispatcher();
    await start({ passThrough: true });
    expect((await fetch(`${origin}/x`)).status).toBe(200);
    await mock!.stopMock();
    mock = undefined;
    expect(getGlobalDispatcher()).toBe(before);
    expect((await fetch(`${origin}/x`)).status).toBe(200);
  });
});

describe('recorded answers', () => {
  test('hold no secret, and answer again in their order', async () => {
    const file = join(folder, 'deep/record.json');
    await start({
      allow: [new URL(origin).host],
      rules: [{ origin: api, status: 500 }],
      record: file,
    });
    const url = `${origin}/who?access_token=of-a-client&page=1`;
    const headers = { authorization: 'Bearer of-a-client', cookie: 'session=of-a-client' };
    const first: unknown = await (await fetch(url, { headers })).json();
    const second: unknown = await (await fetch(url, { headers })).json();
    await fetch(api);
    await mock!.stopMock();
    expect(new Set(acceptable)).toContain('identity');

    const text = await readFile(file, 'utf8');
    expect(text).not.toMatch(/of-a-client|of-a-server/);
    expect(text).toContain('/who?access_token=REDACTED&page=1');
    expect(text).toContain('"set-cookie": "REDACTED"');
    expect(text).not.toContain(api);

    const before = asked.length;
    await start({ playBack: file });
    const played: unknown[] = [];
    for (const token of ['a', 'b', 'c'])
      played.push(await (await fetch(`${origin}/who?access_token=${token}&page=1`)).json());
    const hidden = { access_token: 'REDACTED' };
    expect(played).toEqual([
      { ...(first as object), ...hidden },
      { ...(second as object), ...hidden },
      { ...(second as object), ...hidden },
    ]);
    expect(asked).toHaveLength(before);
    expect(await codeOf(fetch(`${origin}/other`))).toBe('UND_MOCK_ERR_MOCK_NOT_MATCHED');
  });

  test.each(['nothing', '{"format":"other"}', '{"format":"skerry-chaos-http-1","exchanges":[{}]}'])(
    'that cannot be read are refused with the file and the next step: %s',
    async (content) => {
      const file = join(folder, 'bad.json');
      await writeFile(file, content);
      await expect(start({ playBack: file })).rejects.toThrow(
        new RegExp(`bad\\.json cannot be played back: .*Record them again`),
      );
    },
  );
});

describe('the proof at the start', () => {
  test('succeeds with the versions in use, and meets no rule', async () => {
    await start({ rules: [{ origin: /./, status: 500, times: 1 }] });
    expect(noted).toEqual([]);
    expect((await fetch(api)).status).toBe(500);
  });

  test('fails where fetch has a dispatcher of its own, names both versions, and restores the former one', async () => {
    const former = getGlobalDispatcher();
    const own = new Agent({ connect: (_, done) => done(new Error('ENOTFOUND'), null) });
    vi.stubGlobal('fetch', (url: string, init: object) =>
      packageFetch(url, { ...init, dispatcher: own }),
    );
    await expect(start({ passThrough: true })).rejects.toThrow(
      new RegExp(
        `failed: fetch failed \\(ENOTFOUND\\)\\. Node has undici ${process.versions.undici}, and the package is undici \\d+\\.\\d+\\.\\d+: they share no dispatcher`,
      ),
    );
    expect(getGlobalDispatcher()).toBe(former);
    await own.close();
  });

  test('fails where somebody else answers for the reserved name', async () => {
    const other = new MockAgent();
    other.get('http://skerry-chaos.invalid').intercept({ path: /./ }).reply(200, 'welcome');
    vi.stubGlobal('fetch', (url: string) => packageFetch(url, { dispatcher: other }));
    await expect(start({})).rejects.toMatchObject({
      code: 'chaos-fetch',
      message: expect.stringContaining('was answered by somebody else, with the status 200'),
    });
    await other.close();
  });
});

test.each([
  [{ rules: [{ status: 200 }] }, 'faults.http.rules[0].origin is missing'],
  [{ rules: [{ origin: 'api.test', status: 200 }] }, 'It must be an origin, such as'],
  [{ rules: [{ origin: api }] }, 'It must be given a `status`, an `error` or a `delay`'],
  [{ rules: [{ origin: api, status: 99 }] }, 'It must be a status from 200 to 599'],
  [{ rules: [{ origin: api, status: 200, error: 'X' }] }, 'left out where `status` is set'],
  [{ rules: [{ origin: api, error: 'X', delay: 3 }] }, 'left out where `error` is set'],
  [{ allow: [3] }, 'faults.http.allow[0] is 3. It must be a host, or a pattern'],
  [{ record: 'a', playBack: 'b' }, 'left out where playBack is set'],
])('faults of HTTP with a mistake are refused: %j', async (faults, message) => {
  // seam: faults as a program without types may bring them
  await expect(start(faults as unknown as HttpFaults)).rejects.toThrow(message);
});
