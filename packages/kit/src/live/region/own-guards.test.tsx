import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { useLocals } from '../../core/blame.js';
import { deny, redirect } from '../../core/deny.js';
import type { Guard, GuardVisit } from '../../core/guard.js';
import { definePlugin } from '../../plugin/define.js';
import { Reader } from '../../../test/reader.js';
import { serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import type { MountContext } from '../author/contexts.js';
import { defineLive, event, guarded } from '../author/define.js';

let site: Site;
let asked: string[];
/** The steps that the guard of a test refuses. */
let closed: Set<string>;
beforeEach(() => {
  asked = [];
  closed = new Set();
});
afterEach(() => site.stop());

/** A guard that writes down its steps, and refuses some of them. */
const guard =
  (name: string): Guard =>
  ({ step, path, event: what }: GuardVisit) => {
    const key = `${name} ${step}${what === undefined ? '' : ` ${what}`}`;
    asked.push(`${key} at ${path}`);
    return closed.has(key) ? deny(`${key} is closed`) : undefined;
  };

const View = defineLive(
  {
    guard: guard('view'),
    mount: ({ subscribe }: MountContext) => (subscribe('topic'), { count: 0 }),
    events: {
      add: guarded(guard('event'), z.object({ by: z.coerce.number() }), (live, { by }) =>
        live.assign({ count: live.state.count + by }),
      ),
      plain: (live) => live.assign({ count: live.state.count + 1 }),
    },
    messages: { topic: (live) => live.assign({ count: live.state.count + 100 }) },
  },
  ({ state, on }) => (
    <p>
      <b>{state.count}</b>
      <button lv-click={on.add({ by: 1 })}>add</button>
    </p>
  ),
  'view',
);

const page = { default: () => <View />, guard: guard('page') };
const folder = {
  default: ({ children }: { children: unknown }) => <main>{children as string}</main>,
  guard: guard('folder'),
};

const open = async (options: SiteOptions = {}): Promise<void> => {
  site = await serveViews(
    { view: View },
    { routes: { 'a/_layout.tsx': folder, 'a/index.tsx': page }, ...options },
  );
};

/** Opens the page and joins its region, and forgets what was asked before. */
async function joined() {
  await open();
  const opened = await site.open('/a');
  asked.length = 0;
  return opened;
}

test('a guard knows the params of the page at every step, and the URL with its query at the request alone', async () => {
  const seen: unknown[] = [];
  const note: Guard = ({ step, path, params, url, request }) =>
    void seen.push([step, path, params, url?.search, request?.method]);
  const Ship = defineLive(
    {
      guard: note,
      mount: ({ subscribe }: MountContext) => (subscribe('topic'), {}),
      events: { sail: (live) => live.publish('topic') },
      messages: { topic() {} },
    },
    () => <p>x</p>,
    'ship',
  );
  const routes = { 'fleet/[ship]/[...rest].tsx': { default: () => <Ship /> } };
  site = await serveViews({ ship: Ship }, { routes });
  const { line } = await site.open('/fleet/Black%20Gull/a/b?tab=crew');
  await line.ask([1, 1, 'sail']);
  await line.settled();
  const params = { ship: 'Black Gull', rest: 'a/b' };
  const at = ['/fleet/Black%20Gull/a/b', params, undefined, undefined];
  expect(seen).toEqual(['mount', 'join', 'event', 'message'].map((step) => [step, ...at]));
});

const denied = (reason: string) => ({ code: 'denied', reason });

describe('the guards of a page, its folder and its view', () => {
  test('are asked about a request, from the outside in, and the view about its mount', async () => {
    await open();
    expect((await site.visit('/a')).response.status).toBe(200);
    expect(asked).toEqual(['folder request at /a', 'page request at /a', 'view mount at /a']);
  });

  test.each(['folder request', 'page request', 'view mount'])(
    'refuse a request: %s',
    async (key) => {
      closed.add(key);
      await open();
      const { response, html } = await site.visit('/a');
      expect(response.status).toBe(403);
      expect(html).toContain(`${key} is closed`);
      expect(html).not.toContain('<b>');
      expect(site.calls('onRefuse')).toMatchObject([
        { reason: 'denied', message: `${key} is closed` },
      ]);
    },
  );

  test('are asked at the join, and again when the browser comes back', async () => {
    await open();
    const { line, host, cookie } = await site.open('/a');
    expect(asked.slice(3)).toEqual(['folder join at /a', 'page join at /a', 'view join at /a']);
    asked.length = 0;
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const next = await site.connect(cookie);
    await next.join(1, host, { have: 0, page: 'page' });
    expect(asked).toEqual(['folder resume at /a', 'page resume at /a', 'view resume at /a']);
  });

  test.each(['folder join', 'page join', 'view join'])('refuse a join: %s', async (key) => {
    await open();
    const { cookie, hosts } = await site.visit('/a');
    closed.add(key);
    const line = await site.connect(cookie);
    expect(await line.join(1, hosts[0]!, { have: 0, page: 'page' })).toEqual([
      1,
      0,
      null,
      denied(`${key} is closed`),
    ]);
  });

  test.each(['folder resume', 'page resume', 'view resume'])(
    'refuse who comes back: %s',
    async (key) => {
      const { line, host, cookie } = await joined();
      line.cut();
      await site.until(() => site.calls('onDisconnect').length === 1);
      closed.add(key);
      const next = await site.connect(cookie);
      expect((await next.join(1, host, { have: 0, page: 'page' }))[3]).toEqual(
        denied(`${key} is closed`),
      );
    },
  );

  test.each(['folder event add', 'page event add', 'view event add', 'event event add'])(
    'refuse an event: %s',
    async (key) => {
      const { line } = await joined();
      closed.add(key);
      expect(await line.ask([1, 1, 'add', { by: 5 }])).toEqual([
        1,
        1,
        null,
        denied(`${key} is closed`),
      ]);
      closed.clear();
      expect(await line.ask([1, 2, 'add', { by: 5 }])).toEqual([1, 2, { 0: { 0: '5' } }]);
    },
  );

  test('are asked about an event without a schema too', async () => {
    const { line } = await joined();
    closed.add('page event plain');
    expect((await line.ask([1, 1, 'plain']))[3]).toMatchObject({ code: 'denied' });
    expect(site.calls('afterEvent')).toEqual([]);
  });

  test('drop a message for a region', async () => {
    const { line } = await joined();
    closed.add('page message');
    site.app.publish('topic');
    await site.until(() => asked.includes('page message at /a'));
    closed.clear();
    site.app.publish('topic');
    expect(await line.next()).toEqual([1, { 0: { 0: '100' } }]);
  });

  test.each(['folder request', 'page request', 'page join', 'event event add'])(
    'refuse a form without script: %s',
    async (key) => {
      await open();
      const reader = await new Reader(site).open('/a');
      closed.add(key);
      await reader.press('add');
      expect(reader.status).toBe(403);
      closed.clear();
      await reader.open('/a');
      expect(reader.count).toBe('0');
    },
  );
});

describe('an error page in a guarded folder', () => {
  const secret = {
    default: ({ children }: { children: unknown }) => (
      <main>
        <View />
        {children as string}
      </main>
    ),
    guard: guard('folder'),
  };
  const routes = {
    '_error.tsx': { default: () => <p>outer error</p> },
    'a/_layout.tsx': secret,
    'a/_error.tsx': { default: () => <p>inner error</p> },
    'a/index.tsx': page,
  };

  test.each(['/a', '/a/nothing'])(
    'is not shown to those whom the guard refuses: %s',
    async (path) => {
      closed.add('folder request');
      await open({ routes });
      const { html, hosts } = await site.visit(path);
      expect(html).toContain('outer error');
      expect(html).not.toContain('inner error');
      expect(hosts).toEqual([]);
    },
  );

  test('has the guard of its folder, at joins, events and messages too', async () => {
    await open({ routes });
    const { html, hosts, cookie } = await site.visit('/a/nothing');
    expect(html).toContain('inner error');
    closed.add('folder join');
    const line = await site.connect(cookie);
    expect((await line.join(1, hosts[0]!, { have: 0, page: 'page' }))[3]).toEqual(
      denied('folder join is closed'),
    );
    closed.clear();
    await line.join(1, hosts[0]!, { have: 0, page: 'page' });
    closed.add('folder event add');
    expect((await line.ask([1, 1, 'add', { by: 1 }]))[3]).toEqual(
      denied('folder event add is closed'),
    );
    closed.add('folder message');
    site.app.publish('topic');
    await site.until(() => asked.includes('folder message at /a/nothing'));
    expect(await line.settled()).toEqual([]);
  });

  test('is heard of by the plugins of its folder', async () => {
    const heard: string[] = [];
    const listening = definePlugin<object>({
      name: 'test:folder',
      setup: ({ hooks }) => hooks.beforeRequest.tap(({ url }) => void heard.push(url.pathname)),
    });
    await open({ routes: { ...routes, 'a/_plugins.ts': { default: [listening()] } } });
    for (const path of ['/nothing', '/a/nothing']) await site.visit(path);
    expect(heard).toEqual(['/a/nothing']);
  });
});

test('the guard of an event sees the payload as its schema returned it', async () => {
  const seen: unknown[] = [];
  const look: Guard = ({ payload }) => void seen.push(payload);
  const Looking = defineLive(
    {
      mount: () => ({}),
      events: {
        add: guarded(
          look,
          event(z.object({ by: z.coerce.number() }), () => {}),
        ),
      },
    },
    () => <p>text</p>,
    'view',
  );
  site = await serveViews({ view: Looking });
  const { line } = await site.open();
  await line.ask([1, 1, 'add', { by: '5' }]);
  expect(seen).toEqual([{ by: 5 }]);
});

test.each<[title: string, guard: Guard, errors: string[]]>([
  [
    'throws',
    () => {
      throw new Error('no database');
    },
    ['no database'],
  ],
  ['rejects', () => Promise.reject(new Error('no database')), ['no database']],
  ['answers with something else', () => true as never, ['bad-guard-answer']],
])('a guard that %s refuses, and is reported', async (_, failing, errors) => {
  await open({
    routes: { 'index.tsx': { default: () => <p>secret</p>, guard: failing } },
  });
  const { response, html } = await site.visit('/');
  expect(response.status).toBe(500);
  expect(html).not.toContain('secret');
  expect(site.errors).toEqual(errors);
});

test('a guard that takes too long refuses', async () => {
  await open({
    limits: { hookTimeout: 20 },
    routes: { 'index.tsx': { default: () => <p>secret</p>, guard: () => new Promise(() => {}) } },
  });
  expect((await site.visit('/')).html).not.toContain('secret');
  expect(site.errors).toEqual(['guard-timeout']);
});

test('a guard sends visitors to another page, from a request and from an event', async () => {
  const away: Guard = () => redirect('/login');
  const Away = defineLive(
    { mount: () => ({}), events: { go: guarded(away, () => {}) } },
    () => <p>text</p>,
    'view',
  );
  site = await serveViews(
    { view: Away },
    {
      routes: {
        'index.tsx': { default: () => <Away /> },
        'closed.tsx': { default: () => <p>secret</p>, guard: away },
        'api/closed.ts': { GET: () => 'secret', guard: away },
      },
    },
  );
  for (const path of ['/closed', '/api/closed']) {
    const { response } = await site.visit(path);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/login']);
  }
  const { line } = await site.open();
  expect(await line.ask([1, 1, 'go'])).toEqual([1, 1, { to: '/login' }]);
});

test('a guard of a page that is written as a file is refused, since everybody is sent the file', async () => {
  await open();
  const written = { default: () => <p>page</p>, prerender: true };
  const closedLayout = { default: () => <main />, guard: () => {} };
  for (const routes of [
    { 'index.tsx': { ...written, guard: () => {} } },
    { '_layout.tsx': closedLayout, 'index.tsx': written },
    { 'a/_layout.tsx': closedLayout, 'a/b/index.tsx': written },
  ])
    await expect(serveViews({}, { routes })).rejects.toThrow(
      'exports `prerender`, and it or a layout around it has a `guard`',
    );
});

test('components, mounts and handlers read the locals of their visit', async () => {
  const names: unknown[] = [];
  const note = (where: string) => names.push([where, (useLocals() as { name?: string }).name]);
  const Reading = defineLive(
    {
      mount: () => (note('mount'), { n: 0 }),
      events: {
        async add(live) {
          await Promise.resolve();
          note('handler');
          live.assign({ n: 1 });
        },
      },
    },
    ({ state }) => (note('render'), (<p>{state.n}</p>)),
    'view',
  );
  const Component = () => (note('component'), (<i>text</i>));
  site = await serveViews(
    { view: Reading },
    {
      routes: {
        'index.tsx': {
          default: async () => (
            await Promise.resolve(),
            (
              <div>
                <Component />
                <Reading />
              </div>
            )
          ),
        },
      },
      taps: ({ beforeRequest }) =>
        beforeRequest.tap(({ locals }) => void Object.assign(locals, { name: 'Ann' })),
    },
  );
  const { line } = await site.open();
  await line.ask([1, 1, 'add']);
  expect(names).toEqual(
    ['component', 'mount', 'render', 'handler', 'render'].map((where) => [where, 'Ann']),
  );
  expect(() => useLocals()).toThrow(expect.objectContaining({ code: 'no-locals' }));
});
