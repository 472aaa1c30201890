import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { definePlugin } from '@skerry/kit';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, serveAuth } from '../../test/auth-site.js';
import { bearer } from './authenticators/bearer.js';
import { sessionCookie } from './authenticators/visitors.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string;

const sign = (
  { aud = 'harbour', iss = 'id', exp = 60 }: { aud?: string; iss?: string; exp?: number } = {},
  key: Parameters<SignJWT['sign']>[0] = rsa.privateKey,
  alg = 'RS256',
) =>
  new SignJWT({ sub: 'ann', roles: ['crew', 'admin'] })
    .setProtectedHeader({ alg, typ: 'at+jwt' })
    .setIssuer(iss)
    .setAudience(aud)
    .setExpirationTime(Math.floor(Date.now() / 1000) + exp)
    .sign(key);

/** Tokens that open nothing. */
const badTokens: Record<string, () => Promise<string>> = {
  forged: () => sign({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  expired: () => sign({ exp: -60 }),
  'of another app': () => sign({ aud: 'quay' }),
  'of another issuer': () => sign({ iss: 'evil' }),
  'algorithm-confused': () => sign({}, Buffer.from(publicKey), 'HS256'),
};

let site: AuthSite;
let records: { type: string; detail: object }[];
beforeEach(async () => {
  records = [];
  // In the place of the audit: records as auth writes them.
  const audit = definePlugin({
    name: 'skerry:audit',
    setup({ provide }) {
      const log = {
        record: (type: string, fields: object) => records.push({ type, ...fields } as never),
      };
      (provide as (name: string, value: unknown) => void)('skerry:audit', log);
    },
  });
  const options = {
    issuer: 'id',
    audience: 'harbour',
    typ: 'at+jwt',
    algorithms: ['RS256'] as const,
  };
  const authenticators = [sessionCookie(), bearer({ ...options, publicKey })];
  site = await serveAuth({
    auth: { authenticators },
    plugins: [audit()],
    app: { limits: { sessionCloseTimeout: 1 } },
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const headersOf = (token: string) => ({ authorization: `Bearer ${token}` });
const passTime = (milliseconds: number): void => {
  const now = Date.now() + milliseconds;
  vi.useFakeTimers({ toFake: ['Date'], now });
};

describe.each(Object.entries(badTokens))('a token that is %s', (_, make) => {
  test('is refused for a page, an endpoint, a form and a connection, and audited', async () => {
    const headers = headersOf(await make());
    for (const path of ['/plain', '/deck', '/api/me', '/nowhere'])
      expect([path, (await site.visit(path, { headers })).response.status]).toEqual([path, 401]);
    expect((await site.visit('/api/me', { method: 'POST', headers })).response.status).toBe(401);
    expect(
      (await site.visit('/', { method: 'POST', headers, body: new URLSearchParams() })).response
        .status,
    ).toBe(401);
    expect(await site.refusal('?vsn=skerry-1', headers)).toBe(403);
    expect(records).toHaveLength(7);
    expect(new Set(records.map(({ type }) => type))).toEqual(new Set(['auth_failure']));
  });

  test('joins nothing and sends nothing over a connection that a visitor has', async () => {
    const good = headersOf(await sign());
    const { hosts, cookie } = await site.visit('/deck', { headers: good });
    const line = await site.connect(cookie);
    expect(await line.join(1, hosts[0]!, { have: 0, page: 'page' })).toMatchObject([
      1,
      0,
      { to: '/login?back=%2Fdeck' },
    ]);
    expect(await site.refusal('?vsn=skerry-1', { cookie, ...headersOf(await make()) })).toBe(403);
  });
});

test('a good token opens pages, endpoints and connections', async () => {
  const headers = headersOf(await sign());
  expect(await site.whoIs('', headers)).toBe('ann');
  const { hosts, cookie } = await site.visit('/deck', { headers });
  const line = await site.connect(cookie, { headers });
  expect(await line.join(1, hosts[0]!, { have: 0, page: 'page' })).toEqual([1, 0, {}]);
  expect(await line.ask([1, 1, 'haul'])).toEqual([1, 1, { 2: '1' }]);
});

describe('a token that expires while a page is open', () => {
  async function open() {
    const headers = headersOf(await sign());
    const visit = await site.visit('/deck', { headers });
    const line = await site.connect(visit.cookie, { headers });
    await line.join(1, visit.hosts[0]!, { have: 0, page: 'page' });
    return { ...visit, line, host: visit.hosts[0]! };
  }

  test('is refused with the next event, and its regions end', async () => {
    const { line } = await open();
    passTime(91_000);
    expect(await line.ask([1, 1, 'haul'])).toMatchObject([1, 1, null, expect.anything()]);
    expect(await line.closed).toBe(4001);
  });

  test('joins and resumes nothing', async () => {
    const { line, host } = await open();
    passTime(91_000);
    const answer = await line.join(2, host, { have: 0, page: 'page' });
    expect(answer).toMatchObject([2, 0, null, expect.anything()]);
    expect(await line.closed).toBe(4001);
  });

  test('is shown nothing that is pushed later', async () => {
    const { line } = await open();
    passTime(91_000);
    site.app.publish('orders', 'first');
    expect(await line.closed).toBe(4001);
    site.app.publish('orders', 'second');
    expect(JSON.stringify(line.frames)).not.toContain('second');
  });
});

describe('the cookie of a session', () => {
  test('that is forged, of a stranger, or replayed after a logout is nobody', async () => {
    const ann = await site.login('ann');
    const stranger = (await site.visit('/')).cookie;
    const forged = `${ann.slice(0, -3)}${ann.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    for (const cookie of [
      stranger,
      forged,
      `skerry_session=${randomBytes(63).toString('base64url')}`,
    ])
      expect(await site.whoIs(cookie)).toBeNull();
    const { hosts } = await site.visit('/deck', { cookie: ann });
    await site.post('/auth/logout', {}, ann);
    expect(await site.whoIs(ann)).toBeNull();
    expect((await site.visit('/deck', { cookie: ann })).response.status).toBe(303);
    const line = await site.connect(ann);
    expect(await line.join(1, hosts[0]!, { have: 0, page: 'page' })).toMatchObject([
      1,
      0,
      null,
      { code: 'stale' },
    ]);
  });

  test('of one user joins no region of another', async () => {
    const ann = await site.visit('/deck', { cookie: await site.login('ann') });
    const line = await site.connect(await site.login('bob'));
    expect(await line.join(1, ann.hosts[0]!, { have: 0, page: 'page' })).toMatchObject([
      1,
      0,
      null,
      { code: 'stale' },
    ]);
  });

  test('whose user is gone joins nothing, resumes nothing and sends nothing', async () => {
    const cookie = await site.login('bob');
    const first = await site.openWith(cookie, '/deck', 'first');
    const second = await site.openWith(cookie, '/', 'second');
    second.line.cut();
    const line = await site.connect(cookie);
    site.users.accounts.delete('bob');
    expect(await line.join(1, second.host, { have: 0, page: 'second' })).toMatchObject([
      1,
      0,
      null,
      expect.anything(),
    ]);
    expect(await first.line.closed).toBe(4001);
    expect(await site.whoIs(cookie)).toBeNull();
  });
});
