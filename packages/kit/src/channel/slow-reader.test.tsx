import { merge, type Tree } from '@skerry/wire';
import { afterEach, expect, test } from 'vitest';

import { defineLive } from '../live/author/define.js';
import { For } from '../template/list/for.js';
import { list } from '../template/list/keyed-list.js';
import {
  type Host,
  type Line,
  serveViews,
  type Site,
  type SiteOptions,
} from '../../test/visitor.js';
import type { Connection } from './connection.js';

let site: Site;
afterEach(() => site.stop());

/** A few of these are more than the buffers of two sockets and the kernel. */
const ballast = 'x'.repeat(512 * 1024);
const maxOutboundBytes = 1024 * 1024;

const Board = defineLive(
  {
    mount: ({ subscribe }) => {
      subscribe('board');
      return { ballast: '', count: 0, rows: list([{ id: 0 }], (row) => row.id) };
    },
    events: {
      write: (live) => live.publish('board'),
      fill: (live) => live.publish('fill'),
      follow: (live) => live.subscribe('fill'),
    },
    messages: {
      board(live) {
        const count = live.state.count + 1;
        live.assign({ count, rows: live.state.rows.prepend({ id: count }) });
        live.emit('counted', count);
      },
      fill: (live) => live.assign({ ballast: `${live.state.count} ${ballast}` }),
    },
  },
  ({ state }) => (
    <div>
      <p>{state.ballast}</p>
      <p>{state.count}</p>
      <ul>
        <For each={state.rows}>{(row) => <li>{row.id}</li>}</For>
      </ul>
    </div>
  ),
  'board',
);

interface Reader {
  line: Line;
  host: Host;
  cookie: string;
  connection: Connection;
  /** The tree of its region after the join. */
  tree: Tree;
  /** Lets the writer publish something, and waits until every region has handled it. */
  publish: (event: string, receivers: number) => Promise<void>;
}

/** A page that follows a board, and another that writes on it. */
async function openReader(options: SiteOptions = {}): Promise<Reader> {
  site = await serveViews({ board: Board }, { limits: { maxOutboundBytes }, ...options });
  const { hosts, cookie } = await site.visit();
  const [host] = hosts as [Host];
  const line = await site.connect(cookie);
  const [, , whole] = await line.join(1, host, { page: 'reader' });
  await line.ask([1, 1, 'follow']);
  const writer = await site.open('/', 'writer');
  const done = () => site.calls('afterMessage').length;
  let seq = 0;
  const publish = async (event: string, receivers: number) => {
    const before = done();
    await writer.line.ask([1, ++seq, event]);
    await site.until(() => done() === before + receivers);
  };
  return {
    line,
    host,
    cookie,
    connection: site.connections[0]!,
    tree: merge({ s: 0 }, whole),
    publish,
  };
}

/** Stops reading, and lets the server send more than the buffers hold. */
async function clog({ line, connection, publish }: Reader): Promise<void> {
  line.pause();
  for (let i = 0; i < 60 && !connection.congested; i++) {
    await publish('write', 2);
    await publish('fill', 1);
  }
  expect(connection.congested).toBe(true);
}

test('a slow reader gets the changes that it missed as one diff, and is then up to date', async () => {
  const reader = await openReader();
  await clog(reader);
  const flushes = () =>
    site.calls('onFlush').filter(({ region }) => region?.id === reader.host.id).length;
  const before = flushes();
  const count = 30;
  for (let i = 0; i < count; i++) await reader.publish('write', 2);
  expect(flushes()).toBe(before);

  reader.line.resume();
  await site.until(() => flushes() === before + 1);
  const updates = (await reader.line.settled()).map(([, update]) => update);
  expect(updates.at(-1).e).toHaveLength(count);
  const shown = updates.reduce<Tree>(
    (tree, { e: _events, ...change }) => merge(tree, change),
    reader.tree,
  );
  const [, , fresh] = await (
    await site.connect(reader.cookie)
  ).join(1, reader.host, { page: 'reader' });
  expect(shown).toEqual(merge({ s: 0 }, fresh));
});

test('a slow reader gets answers without the changes', async () => {
  const reader = await openReader();
  await clog(reader);
  await reader.publish('write', 2);
  reader.line.send([1, 2, 'follow']);
  const own = () => site.calls('afterEvent').filter(({ region }) => region?.id === reader.host.id);
  await site.until(() => own().length === 2);
  reader.line.resume();
  expect(await reader.line.next(([, ref]) => ref === 2)).toEqual([1, 2, {}]);
});

test('one frame above the bound does not close a connection', async () => {
  const reader = await openReader({ limits: { maxOutboundBytes: 1000 } });
  await reader.publish('fill', 1);
  expect((await reader.line.next())[1]).toBeDefined();
  await reader.publish('write', 2);
  expect((await reader.line.next())[1]).toBeDefined();
  expect(reader.connection.open).toBe(true);
});
