import { afterEach, describe, expect, test } from 'vitest';

import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { deny } from '../core/deny.js';
import type { Locals } from '../core/locals.js';
import { defineLive } from '../live/author/define.js';
import type { LayoutProps, PageProps } from '../page/module.js';
import { For } from '../template/list/for.js';

/** The locals of this test's app. */
interface Named {
  name?: string;
}

const nameIn = (locals: Locals): string => (locals as Named).name ?? 'nobody';
const setName = (locals: Locals, name: string): void => void ((locals as Named).name = name);

let site: Site;
afterEach(() => site.stop());

/** Shows the name that its mount read, and the one that its last handler did. */
const View = defineLive(
  {
    mount: ({ locals, subscribe }) => (subscribe('ask'), { mounted: nameIn(locals), handled: '-' }),
    events: { look: (live) => live.assign({ handled: nameIn(live.locals) }) },
    messages: { ask: (live) => live.assign({ handled: `told ${nameIn(live.locals)}` }) },
  },
  ({ state }) => <p>{`${state.mounted} ${state.handled}`}</p>,
  'view',
);

/** Shows a view inside once it is asked to. */
const Around = defineLive(
  {
    mount: () => ({ inner: [] as string[] }),
    events: { open: (live) => live.assign({ inner: ['a'] }) },
  },
  ({ state }) => (
    <For each={state.inner} key={(key) => key}>
      {() => <View />}
    </For>
  ),
  'around',
);

/** Serves the views behind a guard that names the visitor by the kind and the number of the request. */
async function serveNamed(options: SiteOptions = {}): Promise<void> {
  let requests = 0;
  site = await serveViews(
    { view: View, around: Around },
    {
      routes: {
        '_layout.tsx': {
          default: ({ locals, children }: LayoutProps) => (
            <main title={nameIn(locals)}>{children}</main>
          ),
        },
        '_error.tsx': { default: ({ locals }: PageProps) => <p>No page for {nameIn(locals)}</p> },
        'index.tsx': {
          head: ({ locals }: PageProps) => ({ title: `Head of ${nameIn(locals)}` }),
          default: ({ locals }: PageProps) => [<h1>{nameIn(locals)}</h1>, <View />],
        },
        'around.tsx': { default: () => <Around /> },
        'api/name.ts': {
          GET: ({ context }: { context: { locals: Locals } }) => ({ name: nameIn(context.locals) }),
        },
      },
      ...options,
      taps(hooks) {
        hooks.beforeRequest.tap(({ url, locals }) => {
          const kind = url.pathname.startsWith('/_skerry') ? 'connection' : 'request';
          setName(locals, `${kind} ${(requests += 1)}`);
        });
        options.taps?.(hooks);
      },
    },
  );
}

describe('the locals of a request', () => {
  test('are read by its page, layout, head and mount, and by its taps', async () => {
    await serveNamed();
    const { html } = await site.visit();
    expect(html).toContain('<title>Head of request 1</title>');
    expect(html.match(/request 1/g)).toHaveLength(4);
    const given = (['beforeRequest', 'beforeMount', 'afterMount', 'onResponse'] as const).map(
      (hook) => site.calls(hook)[0]?.locals,
    );
    expect(new Set(given).size).toBe(1);
    expect(given[0]).toEqual({ name: 'request 1' });
    expect(site.calls('transformResponse')[0]?.locals).toBe(given[0]);
  });

  test('are read by an endpoint and by the error page', async () => {
    await serveNamed();
    expect((await site.visit('/api/name')).html).toBe('{"name":"request 1"}');
    expect((await site.visit('/nowhere')).html).toMatch(/No page for .*request 2/);
  });

  test('are not those of another request of the same session', async () => {
    await serveNamed();
    const { cookie } = await site.visit();
    await site.visit('/', { cookie });
    const [first, second] = site.calls('beforeRequest').map(({ locals }) => locals);
    expect([first, second]).toEqual([{ name: 'request 1' }, { name: 'request 2' }]);
  });
});

describe('the locals of a connection', () => {
  test('are read by the handlers of a region once it is joined', async () => {
    await serveNamed();
    const { line, html } = await site.open();
    expect(html).toContain('request 1 -');
    expect(await line.ask([1, 1, 'look'])).toEqual([1, 1, { 0: 'request 1 connection 2' }]);
    site.app.publish('ask');
    expect(await line.next()).toEqual([1, { 0: 'request 1 told connection 2' }]);
  });

  test('are the same object for all taps of its connection', async () => {
    await serveNamed();
    const { line } = await site.open();
    await line.ask([1, 1, 'look']);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const [, ofConnection] = site.calls('beforeRequest').map(({ locals }) => locals);
    for (const hook of [
      'beforeConnect',
      'onConnect',
      'afterReceive',
      'beforeJoin',
      'onJoin',
      'beforeEvent',
      'afterEvent',
      'onLeave',
      'onDisconnect',
    ] as const)
      expect(site.calls(hook)[0]?.locals, hook).toBe(ofConnection);
  });

  test('are filled by the guards of connections and joins', async () => {
    await serveNamed({
      taps({ beforeConnect, beforeJoin }) {
        beforeConnect.tap(({ locals }) => setName(locals, `${nameIn(locals)} connected`));
        beforeJoin.tap(({ locals }) => setName(locals, `${nameIn(locals)} joined`));
      },
    });
    const { line } = await site.open();
    const shown = 'request 1 connection 2 connected joined';
    expect(await line.ask([1, 1, 'look'])).toEqual([1, 1, { 0: shown }]);
  });

  test('replace those of the dropped connection when its region is joined again', async () => {
    await serveNamed({
      taps: ({ beforeResume }) =>
        beforeResume.tap(({ locals }) => setName(locals, `${nameIn(locals)} resumed`)),
    });
    const { line, host, cookie } = await site.open();
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const next = await site.connect(cookie);
    await next.join(1, host, { page: 'page' });
    const shown = 'request 1 connection 3 resumed';
    expect(await next.ask([1, 1, 'look'])).toEqual([1, 1, { 0: shown }]);
  });

  test('do not reach a region whose join is refused', async () => {
    await serveNamed({ taps: ({ beforeJoin }) => beforeJoin.tap(() => deny('no')) });
    const { cookie, hosts } = await site.visit();
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!, { have: 0, page: 'page' });
    const [connection] = site.connections;
    expect(site.calls('beforeJoin')[0]?.locals).toBe(connection?.locals);
    expect(site.calls('onJoin')).toEqual([]);
    expect(site.calls('afterMount')[0]?.locals).toEqual({ name: 'request 1' });
  });

  test('are read by the mount of a region inside another that opens later', async () => {
    await serveNamed();
    const { line } = await site.open('/around');
    expect(JSON.stringify(await line.ask([1, 1, 'open']))).toContain('connection 2 -');
  });

  test('are read by the mount of a region that a join makes anew', async () => {
    await serveNamed();
    const { cookie, hosts } = await site.visit();
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!, { have: 0, page: 'first' });
    const copy = await site.connect(cookie);
    const answer = await copy.join(1, hosts[0]!, { page: 'second' });
    expect(JSON.stringify(answer)).toContain('connection 3 -');
  });
});
