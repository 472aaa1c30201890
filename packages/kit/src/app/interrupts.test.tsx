import { readFile } from 'node:fs/promises';

import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { chunksOf, serveStreamed, templates, waiting } from '../../test/streamed-app.js';
import { Reader } from '../../test/reader.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { deny, interruptText, notFound, redirect } from '../core/deny.js';
import { defineLive, event, guarded } from '../live/author/define.js';
import { Suspense } from '../template/suspense.js';
import { mountLive } from '../testing/mount-live.js';

/** What the author writes, and what each kind of visitor gets for it, wherever it is written. */
const interrupts = [
  {
    name: 'deny',
    make: () => deny('Not yours.'),
    http: [403, null, true],
    socket: { error: { code: 'denied', reason: 'Not yours.' } },
    test: 'denied: Not yours.',
  },
  {
    name: 'notFound',
    make: () => notFound(),
    http: [404, null, false],
    socket: { error: { code: 'not-found', reason: 'There is nothing here.' } },
    test: 'not-found: There is nothing here.',
  },
  {
    name: 'redirect',
    make: () => redirect('/away'),
    http: [303, '/away', false],
    socket: { to: '/away' },
    test: '/away',
  },
  {
    name: 'redirect.external',
    make: () => redirect.external('https://pay.test/now'),
    http: [303, 'https://pay.test/now', false],
    socket: { to: 'https://pay.test/now' },
    test: 'https://pay.test/now',
  },
] as const;

const ways = {
  returned: (value: unknown) => value,
  thrown(value: unknown): never {
    throw value;
  },
};

const cases = interrupts.flatMap((interrupt) =>
  (['returned', 'thrown'] as const).flatMap((way) =>
    [false, true].map((isAsync) => ({ ...interrupt, way, isAsync })),
  ),
);

/** What the place under test gives. */
let give: () => any = () => undefined; // seam: each place takes what it is given
function prepare({ make, way, isAsync }: (typeof cases)[number]): void {
  give = isAsync
    ? async () => {
        await new Promise(setImmediate);
        return ways[way](make());
      }
    : () => ways[way](make());
}

let site: Site | undefined;
afterEach(async () => {
  give = () => undefined;
  await site?.stop();
  site = undefined;
});

const Mounting = defineLive({ mount: () => give() }, () => <p>there</p>, 'mounting');
const handled: string[] = [];
const Handling = defineLive(
  {
    mount({ subscribe }) {
      subscribe('notes');
      return { count: 0 };
    },
    events: {
      act(live) {
        live.assign({ count: live.state.count + 1 });
        return give();
      },
      guardedAct: guarded(
        () => give(),
        (live) => {
          handled.push('guarded');
          live.assign({ count: live.state.count + 1 });
        },
      ),
    },
    messages: {
      notes(live) {
        live.assign({ count: live.state.count + 1 });
        return give();
      },
    },
  },
  ({ state, on }) => (
    <p>
      <b>{state.count}</b>
      <button lv-click={on.act()}>act</button>
    </p>
  ),
  'handling',
);
const views = { mounting: Mounting, handling: Handling };

const page = { default: () => <p>page</p> };
const Part = () => give();
const places: Record<string, Record<string, unknown>> = {
  'a page': { 'at.tsx': { default: () => give() } },
  'a layout': { '_layout.tsx': { default: () => give() }, 'at.tsx': page },
  'a component': {
    'at.tsx': {
      default: () => (
        <main>
          <Part />
        </main>
      ),
    },
  },
  'a boundary, for a crawler': {
    'at.tsx': {
      default: () => (
        <main>
          <Suspense fallback={<i>wait</i>}>
            <Part />
          </Suspense>
        </main>
      ),
    },
  },
  'an endpoint': { 'api/at.ts': { GET: () => give() } },
  'a guard of a page': { 'at.tsx': { ...page, guard: () => give() } },
  'a guard of a layout': {
    '_layout.tsx': { default: page.default, guard: () => give() },
    'at.tsx': page,
  },
  'a guard of an endpoint': { 'api/at.ts': { GET: () => ({}), guard: () => give() } },
  'a mount': { 'at.tsx': { default: () => <Mounting /> } },
};

describe.each(Object.entries(places))('%s', (name, routes) => {
  test.each(cases)('$name, $way, async: $isAsync', async (given) => {
    site = await serveViews(views, { routes });
    prepare(given);
    const headers: Record<string, string> = name.includes('crawler')
      ? { 'user-agent': 'Somebot/1.0' }
      : {};
    const path = name.includes('endpoint') ? '/api/at' : '/at';
    const { response, html } = await site.visit(path, { headers });
    const [status, location, showsReason] = given.http;
    expect([response.status, response.headers.get('location')]).toEqual([status, location]);
    expect(html.includes('Not yours.')).toBe(showsReason);
    expect(site.errors).toEqual([]);
  });
});

/** The headers of browsers that go to a page, of scripts, and of clients that say nothing. */
const accepts = {
  navigation: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8',
  anything: '*/*',
  json: 'application/json',
  'json first': 'application/json, text/plain, */*',
  problem: 'application/problem+json',
  'html first': 'application/json;q=0.5, text/html',
} as const;

describe.each(Object.keys(places))('%s, asked for', (name) => {
  const isEndpoint = name.includes('endpoint');
  const path = isEndpoint ? '/api/at' : '/at';
  const refusals = [
    { status: 403, message: 'Not yours.', make: () => deny('Not yours.') },
    { status: 404, message: 'There is nothing here.', make: () => notFound() },
  ];

  test.each(Object.entries(accepts))('%s, tells a refusal in that form', async (accept, header) => {
    const own = { default: () => <h1>own page</h1> };
    site = await serveViews(views, { routes: { ...places[name], '_error.tsx': own } });
    const isJson = /^json|problem/.test(accept) || (accept === 'anything' && isEndpoint);
    for (const { status, message, make } of refusals) {
      give = make;
      const init = { headers: { accept: header, 'user-agent': 'Somebot/1.0' } };
      const { response, html } = await site.visit(path, init);
      expect(response.status).toBe(status);
      expect(response.headers.get('vary')).toMatch(/\baccept(?:,|$)/);
      if (isJson) expect(JSON.parse(html)).toEqual({ status, message });
      else if (name !== 'a layout' && name !== 'a guard of a layout')
        expect(html).toContain('own page');
      expect(response.headers.get('content-type')).toMatch(isJson ? /^application\/json/ : /html/);
      const head = await site.visit(path, { ...init, method: 'HEAD' });
      expect([head.response.status, head.html]).toEqual([status, '']);
    }
    expect(site.errors).toEqual([]);
  });
});

test('a failure, a refused origin and a path that nobody answers are told in JSON too', async () => {
  const broken = { default: () => JSON.parse('{') };
  site = await serveViews(views, {
    routes: { 'at.tsx': broken, 'api/at.ts': { GET: () => ({}), POST: () => ({}) } },
  });
  const headers = { accept: 'application/json' };
  const asked = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const { response, html } = await site!.visit(path, { headers, ...init });
    return [response.status, JSON.parse(html)];
  };
  expect(await asked('/at')).toEqual([500, { status: 500, message: 'Something went wrong.' }]);
  expect(await asked('/api/no')).toEqual([404, { status: 404, message: 'There is nothing here.' }]);
  const other = { method: 'POST', headers: { origin: 'https://other.test' } };
  expect(await asked('/api/at', other)).toEqual([
    403,
    { status: 403, message: expect.stringContaining('origin') },
  ]);
  expect(site.errors).toHaveLength(1);
});

describe('a tap of beforeRequest', () => {
  test.each(cases)('$name, $way, async: $isAsync', async (given) => {
    const taps: SiteOptions['taps'] = (hooks) =>
      void hooks.beforeRequest.tap(() => (give === undefined ? undefined : give()));
    site = await serveViews(views, { routes: { 'at.tsx': page }, taps });
    prepare(given);
    const { response } = await site.visit('/at');
    expect(response.status).toBe(given.http[0]);
    expect(response.headers.get('location')).toBe(given.http[1]);
    expect(site.errors).toEqual([]);
  });
});

describe('a handler', () => {
  const routes = { 'index.tsx': { default: () => <Handling /> } };

  test.each(cases)('of a post without script: $name, $way, async: $isAsync', async (given) => {
    site = await serveViews(views, { routes });
    const reader = await new Reader(site).open();
    prepare(given);
    await reader.press('act');
    const [status, location, showsReason] = given.http;
    expect([reader.status, reader.location]).toEqual([status, location]);
    expect(reader.html.includes('Not yours.')).toBe(showsReason);
    expect(site.errors).toEqual([]);
  });

  test.each(cases)('over a connection: $name, $way, async: $isAsync', async (given) => {
    site = await serveViews(views, { routes });
    const { hosts, cookie } = await site.visit();
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!);
    prepare(given);
    const [, , answer, refusal] = await line.ask([1, 1, 'act']);
    if ('error' in given.socket) expect(refusal ?? answer).toMatchObject(given.socket.error);
    // A redirect is an outcome as good as any other: it commits.
    else expect(answer).toMatchObject(given.socket);
    // A second one within a short time resets no region, since it is no failure.
    await line.ask([1, 2, 'act']);
    give = () => undefined;
    await line.ask([1, 3, 'act']);
    expect(site.app.usage().regions.joined.count).toBe(1);
    expect(site.errors).toEqual([]);
  });

  test.each(cases)('in mountLive: $name, $way, async: $isAsync', async (given) => {
    const mounted = await mountLive(Handling);
    prepare(given);
    const sent = mounted.send('act');
    if ('error' in given.socket) await expect(sent).rejects.toThrow(given.test);
    else await sent;
    expect(mounted.redirectedTo).toBe('to' in given.socket ? given.test : undefined);
    expect(mounted.state).toEqual({ count: 'to' in given.socket ? 1 : 0 });
    await mounted.leave();
  });

  test.each(cases)('of a message: $name, $way, async: $isAsync', async (given) => {
    const mounted = await mountLive(Handling);
    prepare(given);
    await mounted.publish('notes');
    await mounted.publish('notes');
    expect(mounted.redirectedTo).toBe('to' in given.socket ? given.test : undefined);
    expect(mounted.state).toEqual({ count: 'to' in given.socket ? 2 : 0 });
    await mounted.leave();
  });
});

describe('the guard of an event', () => {
  test.each(cases)('$name, $way, async: $isAsync', async (given) => {
    const mounted = await mountLive(Handling);
    prepare(given);
    handled.length = 0;
    const sent = mounted.send('guardedAct');
    if ('error' in given.socket) await expect(sent).rejects.toThrow(given.test);
    else await sent;
    expect(mounted.redirectedTo).toBe('to' in given.socket ? given.test : undefined);
    expect(handled).toEqual([]);
    await mounted.leave();
  });
});

describe('a mount over a connection', () => {
  test.each(cases)('$name, $way, async: $isAsync', async (given) => {
    const State = { count: 0 };
    give = () => State;
    site = await serveViews(views, { routes: { 'index.tsx': { default: () => <Mounting /> } } });
    const { hosts, cookie } = await site.visit();
    const first = await site.connect(cookie);
    await first.join(1, hosts[0]!);
    // It ends, so that the next join mounts it anew.
    await first.ask([1, 1]);
    prepare(given);
    const [, , answer, refusal] = await first.join(2, hosts[0]!);
    if ('error' in given.socket) expect(refusal ?? answer).toMatchObject(given.socket.error);
    else expect(answer).toMatchObject(given.socket);
    expect(site.errors).toEqual([]);
  });

  test.each(cases)('in mountLive: $name, $way, async: $isAsync', async (given) => {
    prepare(given);
    const text = interruptText(given.make());
    await expect(mountLive(Mounting)).rejects.toThrow(` was answered with ${text}.`);
  });
});

describe('late content', () => {
  test.each(cases)('$name, $way, async: $isAsync', async (given) => {
    const { open, part, failures } = serveStreamed((load) =>
      waiting(load('a').then(() => ways[given.way](given.make())) as Promise<string>),
    );
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').resolve('');
    const [late] = templates(await chunks.rest());
    if ('to' in given.socket) expect(late).toContain(`content="0;url=${given.socket.to}"`);
    else expect(late).toContain(`<p role="alert">${given.socket.error.reason}</p>`);
    expect(failures).toEqual([]);
  });
});

test('an implicit redirect to another site is an error', async () => {
  for (const target of ['https://pay.test/', '//pay.test', 'javascript:alert(1)'])
    expect(() => redirect(target)).toThrow('is not a path on this site');
  for (const target of ['/away', '//pay.test', 'javascript:alert(1)', 'ftp://pay.test/', 'x'])
    expect(() => redirect.external(target)).toThrow('is not an absolute URL of http or https');
  const View = defineLive(
    {
      mount: () => ({}),
      events: {
        out: event(z.string(), (live, to) => live.redirect(to)),
        pay: (live) => live.redirect(redirect.external('https://pay.test/')),
      },
    },
    () => null,
  );
  const mounted = await mountLive(View);
  await expect(mounted.send('out', 'https://pay.test/')).rejects.toThrow('failed');
  expect(mounted.redirectedTo).toBeUndefined();
  await mounted.send('pay');
  expect(mounted.redirectedTo).toBe('https://pay.test/');
});

test('the table in the guide names the places that are walked here', async () => {
  const guide = await readFile(
    new URL('../../../../docs/guide/requests.md', import.meta.url),
    'utf8',
  );
  const section = /## deny, redirect and notFound\n([^]*?)\n## /.exec(guide)?.[1] ?? '';
  const rows = [...section.matchAll(/^\| (?!where|-)([^|]*[^| ]) +\|/gm)].map(([, place]) => place);
  expect(rows).toEqual([
    'a page, a layout, a component',
    'a guard of a page, a layout or an endpoint; a tap of `beforeRequest`',
    'an endpoint',
    '`mount` of a live view, while its page is made',
    'late content, after the page was sent',
    '`mount`, over a connection',
    'a handler of an event, or its guard',
    'the same, posted without script',
    'a handler of a message or a timer',
    '`mountLive` of tests',
    // server-code.test.tsx
    '`start` of `src/server.ts`',
  ]);
});
