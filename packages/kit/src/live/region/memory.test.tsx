import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { deferred } from '../../../test/deferred.js';
import { type Opened, serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { For } from '../../template/list/for.js';
import { list } from '../../template/list/keyed-list.js';
import { defineLive } from '../author/define.js';
import { pending } from '../author/contexts.js';

let site: Site;
let ended: string[];
let busy: ReturnType<typeof deferred<void>>;
beforeEach(() => {
  ended = [];
  busy = deferred<void>();
});
afterEach(async () => {
  busy.resolve();
  await site.stop();
});

const large = 200_000;
const text = (length = large): string => 'x'.repeat(length);

const Notes = defineLive(
  {
    mount: ({
      props,
      subscribe,
    }: {
      props: { start?: number };
      subscribe(topic: string): void;
    }) => {
      subscribe('note');
      return {
        notes: text(props.start ?? 0),
        list: list<{ id: number; note: string }>([], (row) => row.id),
        loaded: pending<string>(),
        inside: false,
        count: 0,
        parts: [] as string[],
      };
    },
    events: {
      add: (live, note) => live.assign({ notes: live.state.notes + String(note) }),
      part: (live, part) => live.assign({ parts: [...live.state.parts, String(part)] }),
      clear: (live) => live.assign({ notes: '', parts: [] }),
      grow: (live, length) => live.assign({ notes: text(Number(length)) }),
      append: (live, id) =>
        live.assign({ list: live.state.list.append({ id: Number(id), note: text() }) }),
      load: (live, length) => live.load('loaded', async () => text(Number(length))),
      inside: (live) => live.assign({ inside: true }),
      tell: (live, length) => live.publish('note', text(Number(length))),
      reply: (live) => live.reply(text()),
      count: (live) => live.assign({ count: live.state.count + 1 }),
      wait: () => busy.promise,
    },
    messages: { note: (live, note: string) => live.assign({ notes: note }) },
    unmount: ({ props }, reason) => void ended.push(`${props.start ?? 0} ${reason}`),
  },
  ({ state }) => (
    <section>
      <p>{state.count}</p>
      <ul>
        <For each={state.list}>{(row) => <li>{row.id}</li>}</For>
      </ul>
      {state.inside && <Inner />}
    </section>
  ),
  'notes',
);

const Inner = defineLive({ mount: () => ({ text: text() }) }, () => <b>x</b>, 'inner');

const serve = async (options: SiteOptions = {}): Promise<Site> =>
  (site = await serveViews(
    { notes: Notes, inner: Inner },
    {
      routes: {
        'index.tsx': { default: () => <Notes /> },
        '[start].tsx': {
          default: ({ params }: { params: Record<string, string> }) => (
            <Notes start={Number(params.start)} />
          ),
        },
      },
      ...options,
      limits: { eventRate: 1e6, maxEventBurst: 1e6, ...options.limits },
    },
  ));

const regions = () => site.app.usage().regions;

/** Cuts the line, and says what the regions hold that wait then. */
async function cut({ line }: Pick<Opened, 'line'>): Promise<number> {
  const before = site.calls('onDisconnect').length;
  line.cut();
  await site.until(() => site.calls('onDisconnect').length > before);
  return regions().parked.bytes;
}

describe('the memory of a region counts', () => {
  test('state that is not shown', async () => {
    await serve();
    await site.visit(`/${large}`);
    expect(regions()).toMatchObject({ joined: { count: 0 }, unclaimed: { count: 1 } });
    expect(regions().unclaimed.bytes).toBeGreaterThan(large);
    expect(regions().unclaimed.bytes).toBeLessThan(1.2 * large);
  });

  test.each<[name: string, event: string, payload?: unknown]>([
    ['what events add', 'grow', large],
    ['items of a list', 'append', 1],
    ['an answer that may be asked for again', 'reply'],
  ])('%s', async (_, event, payload) => {
    await serve();
    const opened = await site.open();
    await opened.line.ask([1, 1, event, payload]);
    const bytes = await cut(opened);
    expect(bytes).toBeGreaterThan(large);
    expect(bytes).toBeLessThan(1.3 * large);
  });

  test('loaded data', async () => {
    await serve();
    const opened = await site.open();
    await opened.line.ask([1, 1, 'load', large]);
    await opened.line.ask([1, 2, 'count']);
    expect(await cut(opened)).toBeGreaterThan(large);
  });

  test('data of messages while it waits', async () => {
    await serve();
    const [opened, other] = [await site.open(), await site.open('/', 'other')];
    expect(await cut(opened)).toBeLessThan(10_000);
    await other.line.ask([1, 1, 'tell', large]);
    await site.until(() => site.calls('afterMessage').length === 2);
    expect(regions().parked.bytes).toBeGreaterThan(large);
  });

  test('a region that a join has mounted', async () => {
    await serve();
    const { line, host } = await site.open(`/${large}`);
    await line.ask([1, 1]);
    await line.next();
    expect(regions().joined).toEqual({ count: 0, bytes: 0 });
    await line.join(1, host, { have: 0, page: 'page' });
    expect(regions().joined.count).toBe(1);
    expect(regions().joined.bytes).toBeGreaterThan(large);
    expect(await cut({ line })).toBeGreaterThan(large);
  });

  test('a region inside another', async () => {
    await serve();
    const { line } = await site.open();
    await line.ask([1, 1, 'inside']);
    expect(regions()).toMatchObject({ joined: { count: 1 }, unclaimed: { count: 1 } });
    expect(regions().unclaimed.bytes).toBeGreaterThan(large);
  });

  test('a region that has ended counts no longer', async () => {
    await serve();
    const opened = await site.open(`/${large}`);
    await opened.line.ask([1, 1]);
    expect(await cut(opened)).toBe(0);
    const none = { count: 0, bytes: 0 };
    expect(regions()).toEqual({ joined: none, unclaimed: none, parked: none });
  });
});

const refused = (code: string) => expect.objectContaining({ code });

describe('the memory of one region is bounded:', () => {
  const limits = { maxRegionBytes: 500_000 };
  const tooLarge = () => site.calls('onError').map(({ error }) => (error as Error).message);

  test('a state above the bound is refused, by name, and the region goes on with the one before', async () => {
    await serve({ limits });
    const { line } = await site.open(`/${large}`);
    expect(await line.ask([1, 1, 'grow', 600_000])).toEqual([1, 1, null, refused('failed')]);
    expect(site.errors).toEqual(['region-too-large']);
    expect(tooLarge()[0]).toMatch(/"notes" .* 0\.6 MiB .* 0\.5 MiB .* "state\.notes"/);
    expect((await line.ask([1, 2, 'count']))[2]).toEqual({ 0: { 0: '1' } });
    expect(regions().joined.bytes).toBeLessThan(500_000);
  });

  test('a region that grows message by message is bounded too', async () => {
    await serve({ limits });
    const { line } = await site.open();
    let taken = 0;
    for (let seq = 1; seq <= 30 && site.errors.length === 0; seq++) {
      await line.ask([1, seq, 'part', text(50_000)]);
      taken = seq * 50_000;
    }
    expect(site.errors).toEqual(['region-too-large']);
    expect(taken).toBeLessThan(600_000);
  });

  test('a region that a visitor has made larger than its last measurement is mounted again at the second try', async () => {
    await serve({ limits });
    const { line } = await site.open();
    await line.ask([1, 1, 'grow', 600_000]);
    await line.ask([1, 2, 'grow', 600_000]);
    expect(ended).toEqual(['0 reset']);
  });

  test('of a mount: the page says that it failed', async () => {
    await serve({ limits });
    expect((await site.visit('/600000')).response.status).toBe(500);
    expect(site.errors).toEqual(['region-too-large']);
    expect(regions().unclaimed.count).toBe(0);
  });

  test('of a load: it has failed', async () => {
    await serve({ limits });
    const { line } = await site.open();
    await line.ask([1, 1, 'load', 600_000]);
    await site.until(() => site.errors.length > 0);
    expect(site.errors).toEqual(['region-too-large']);
    expect((await line.ask([1, 2, 'count']))[2]).toEqual({ 0: { 0: '1' } });
  });

  test('of a message: it is dropped', async () => {
    await serve({ limits });
    const { line } = await site.open();
    await line.ask([1, 1, 'tell', 600_000]);
    await site.until(() => site.errors.length > 0);
    expect(site.errors).toEqual(['region-too-large']);
    expect((await line.ask([1, 2, 'count']))[2]).toEqual({ 0: { 0: '1' } });
  });
});

describe('the memory of one session is bounded:', () => {
  const limits = { maxSessionBytes: 500_000 };

  test('its regions that wait go first, the oldest before the others', async () => {
    await serve({ limits });
    const { cookie } = await site.visit('/200000');
    await site.visit('/200001', { cookie });
    expect(ended).toEqual([]);
    await site.visit('/200002', { cookie });
    await site.visit('/200003');
    expect(ended).toEqual(['200000 evicted']);
  });

  test('where all have their connection, one more and one that grows are refused', async () => {
    await serve({ limits });
    const { cookie, host, line } = await site.open('/200000');
    await line.join(2, host, { page: 'second' });
    expect(await line.join(3, host, { page: 'third' })).toEqual([3, 0, null, refused('failed')]);
    expect(await line.ask([2, 1, 'grow', 450_000])).toEqual([2, 1, null, refused('failed')]);
    expect(site.errors).toEqual(['session-too-large', 'session-too-large']);
    expect(ended).toEqual([]);
    // The page is shown, but nothing waits for it.
    expect((await site.visit('/1000', { cookie })).response.status).toBe(200);
    await line.ask([2, 2, 'clear']);
    expect((await line.join(3, host, { page: 'third' }))[2]).not.toBeNull();
  });
});

describe('visitors who do not come back', () => {
  test('cost no returning visitor a region', async () => {
    await serve({ limits: { maxUnclaimedRegions: 3, maxParkedRegions: 3 } });
    const opened = await site.open('/7');
    await opened.line.ask([1, 1, 'count']);
    await cut(opened);
    for (let i = 0; i < 20; i++) await site.visit('/8');
    expect(ended).toEqual(Array(17).fill('8 evicted'));
    const line = await site.connect(opened.cookie);
    expect(await line.join(1, opened.host, { have: 1, page: 'page' })).toEqual([1, 0, {}, 1]);
  });

  test('stay within their limit of bytes, however large their pages are', async () => {
    const maxUnclaimedBytes = 1_000_000;
    await serve({ limits: { maxUnclaimedBytes } });
    for (let i = 0; i < 30; i++) {
      await site.visit(`/${large}`);
      expect(regions().unclaimed.bytes).toBeLessThan(maxUnclaimedBytes);
    }
    expect(regions().unclaimed.count).toBe(4);
    expect(ended).toHaveLength(26);
  });

  test('from one address cost no other address its region', async () => {
    await serve({ trustProxy: true, limits: { maxUnclaimedRegions: 10 } });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    await site.visit('/7', from('192.0.2.7'));
    for (let i = 0; i < 30; i++) await site.visit('/8', from('192.0.2.8'));
    expect(ended).toEqual(Array(21).fill('8 evicted'));
  });
});

describe('waiting work is bounded in bytes:', () => {
  const note = text(30_000);

  test('events of one region', async () => {
    await serve({ limits: { maxQueueBytes: 70_000 } });
    const { line } = await site.open();
    line.send([1, 1, 'wait']);
    for (const seq of [2, 3]) line.send([1, seq, 'part', note]);
    expect(await line.ask([1, 4, 'part', note])).toEqual([1, 4, null, refused('rate-limited')]);
    expect(await line.ask([0, 5])).toEqual([0, 5, {}, 2]);
    busy.resolve();
    expect((await line.next(([, ref]) => ref === 3))[2]).toEqual({});
    expect((await line.ask([1, 5, 'part', note]))[2]).toEqual({});
  });

  test('even if each event is many small values', async () => {
    await serve({ limits: { maxQueueBytes: 70_000 } });
    const { line } = await site.open();
    line.send([1, 1, 'wait']);
    const nested = Array.from({ length: 2_000 }, () => []);
    expect((await line.ask([1, 2, 'part', nested]))[3]).toEqual(refused('rate-limited'));
  });

  test('messages of one region', async () => {
    await serve({ limits: { maxQueueBytes: 70_000 } });
    const [{ line }, other] = [await site.open(), await site.open('/', 'other')];
    line.send([1, 1, 'wait']);
    await site.until(() => site.calls('beforeEvent').length === 1);
    for (let seq = 1; seq <= 3; seq++) await other.line.ask([1, seq, 'tell', 30_000]);
    await site.until(() => site.errors.length > 0);
    expect(site.errors).toEqual(['region-busy']);
  });

  test('events of all regions of one connection', async () => {
    const routes = { 'index.tsx': { default: () => [<Notes />, <Notes />, <Notes />] } };
    await serve({ routes, limits: { maxQueueBytes: 50_000, maxWaitingBytes: 50_000 } });
    const { line } = await site.open();
    for (const channel of [1, 2, 3]) line.send([channel, 1, 'wait']);
    for (const channel of [1, 2]) line.send([channel, 2, 'part', note]);
    expect((await line.ask([3, 2, 'part', note]))[3]).toEqual(refused('rate-limited'));
    busy.resolve();
    await line.next(([channel, ref]) => channel === 2 && ref === 2);
    expect((await line.ask([3, 3, 'part', note]))[2]).toEqual({});
  });
});

test('regions of visitors who come and go do not count for ever', async () => {
  await serve({ limits: { parkTimeout: 50 } });
  for (let i = 0; i < 30; i++) {
    const { line } = await site.open('/1000', `page ${i}`);
    await line.ask([1, 1, 'inside']);
    line.cut();
    await site.visit('/1000');
  }
  const none = { count: 0, bytes: 0 };
  await expect
    .poll(() => site.app.usage())
    .toEqual({ connections: 0, regions: { joined: none, unclaimed: none, parked: none } });
});
