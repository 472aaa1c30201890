import { queryObjects } from 'node:v8';

import { skerry1 } from '@skerry/wire';

import { Channel } from '../src/channel/channel.js';
import { Connection } from '../src/channel/connection.js';
import { createLiveServer } from '../src/channel/live-server.js';
import { resolveConfig } from '../src/core/config.js';
import { RequestPolicy } from '../src/core/request-policy.js';
import { createKeyRing } from '../src/core/token.js';
import { createLocals } from '../src/core/trace.js';
import type { Transport } from '../src/core/transport.js';
import { hooksOf } from './hooks-of.js';
import { defineLive, type LiveView } from '../src/live/author/define.js';
import { Holdings } from '../src/live/registry/holdings.js';
import { Region } from '../src/live/region/region.js';
import { For } from '../src/template/list/for.js';
import { list } from '../src/template/list/keyed-list.js';
import { LiveElement } from '../src/template/live.js';

/**
 * A process that makes regions of several shapes, and tells its parent what they are said to hold and what they take, and
 * then how many of them are left when they have ended.
 */

let made = 0;
/** A text that no other region has. */
const text = (length: number, letter = 'x'): string =>
  Buffer.from(`${++made} ${letter.repeat(length)}`).toString();

interface Row {
  id: number;
  name: string;
  team: string;
  kind: string;
  count: number;
}
const rows = (length: number): Row[] =>
  Array.from({ length }, (_, id) => ({
    id,
    name: text(16),
    team: `team ${id % 17}`,
    kind: id % 2 === 0 ? 'even' : 'odd',
    count: id * 3,
  }));

const numbers = (length: number): number[] => rows(length).map(({ count }) => count / 7);

/** How many regions of each shape are made, and their view. */
const shapes: Record<string, [count: number, view: LiveView]> = {
  'a counter': [
    2_000,
    defineLive({ mount: () => ({ count: 0 }) }, ({ state }) => <p>{state.count}</p>, 'counter'),
  ],
  'a long text': [
    30,
    defineLive({ mount: () => ({ text: text(200_000) }) }, () => <p>x</p>, 'text'),
  ],
  'a long text that is shown': [
    30,
    defineLive(
      { mount: () => ({ text: text(50_000, 'ф') }) },
      ({ state }) => <p>{state.text}</p>,
      'shown',
    ),
  ],
  'small objects': [
    30,
    defineLive({ mount: () => ({ rows: rows(800) }) }, () => <p>x</p>, 'objects'),
  ],
  'nested arrays': [
    30,
    defineLive(
      { mount: () => ({ board: rows(60).map(() => rows(60).map((row) => [row.id])) }) },
      () => <p>x</p>,
      'arrays',
    ),
  ],
  numbers: [
    30,
    defineLive({ mount: () => ({ points: numbers(5_000) }) }, () => <p>x</p>, 'numbers'),
  ],
  'a long array': [
    10,
    defineLive({ mount: () => ({ rows: rows(5_000) }) }, () => <p>x</p>, 'long'),
  ],
  'a map of dates': [
    30,
    defineLive(
      {
        mount: (): { seen: any } => ({
          // No plain data, and its type would say so.
          seen: new Map(rows(500).map((row) => [row.name, new Date(row.id)])),
        }),
      },
      () => <p>x</p>,
      'dates',
    ),
  ],
  'a list': [
    30,
    defineLive(
      { mount: () => ({ rows: list(rows(800), (row) => row.id) }) },
      ({ state }) => (
        <ul>
          <For each={state.rows}>{(row) => <li>{row.name}</li>}</For>
        </ul>
      ),
      'list',
    ),
  ],
  'a tree of many rows': [
    30,
    defineLive(
      { mount: () => ({ rows: rows(800) }) },
      ({ state }) => (
        <table>
          <tbody>
            {state.rows.map((row) => (
              <tr key={row.id} class={row.kind}>
                <td>{row.name}</td>
                <td>{`${row.count} of the things`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ),
      'tree',
    ),
  ],
};

/** What visitors made large, message by message, before their line was cut. */
const Grown = defineLive(
  {
    mount: () => ({ lines: [] as string[] }),
    events: { add: (live, line) => live.assign({ lines: [...live.state.lines, String(line)] }) },
  },
  ({ state }) => (
    <ul>
      {state.lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  ),
  'grown',
);

// On a busy machine a render may take long; that is no matter of this test.
const log = { info() {}, warn() {}, error: console.error };
const config = resolveConfig(
  {
    secret: 'a secret for tests, of 32 bytes or more',
    limits: { parkTimeout: 1e9, idleTimeout: 1e9, eventRate: 1e6 },
  },
  { log },
);
const { limits } = config;
const server = createLiveServer({
  ...config,
  policy: new RequestPolicy(config),
  ring: createKeyRing(config.secrets),
  build: 'heap',
  hooks: hooksOf([], { limits, log }),
  views: { [Grown.id]: Grown },
  development: false,
});
const url = new URL('http://a.test/');

const load = (view: LiveView, session = server.sessions.begin()): Promise<string> =>
  server.mount(new LiveElement(view, {}), '0', {
    regionSession: () => session,
    url,
    locals: {},
    address: '',
    park: true,
  });

/** Joins a region, makes it large, and hangs up. */
async function grow(): Promise<void> {
  const session = server.sessions.begin();
  const html = await load(Grown, session);
  const [, id, token] = /id="lv-([^"]+)" data-token="([^"]+)"/.exec(html) ?? [];
  const answers: string[] = [];
  const transport: Transport = {
    buffered: 0,
    deliverTo() {},
    send: (text) => answers.push(text),
    close() {},
    drop() {},
    pause() {},
    resume() {},
  };
  const granted = { session, codec: skerry1, address: '', locals: createLocals() };
  const connection = server.connect(granted, transport);
  connection.receiveFrame(
    JSON.stringify([1, 0, { topic: `lv:${id}`, token, have: 0, page: 'page' }]),
  );
  for (let seq = 1; seq <= 100; seq++)
    connection.receiveFrame(JSON.stringify([1, seq, 'add', text(1_000)]));
  // Where there is much to do, they are handled in several turns of the event loop.
  while (answers.length < 101) await new Promise(setImmediate);
  connection.onClosed(1006, 'gone');
}

async function heap(): Promise<number> {
  for (let i = 0; i < 2; i++) {
    await new Promise(setImmediate);
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function said(): number {
  const { unclaimed, parked } = server.usage.regions;
  return unclaimed.bytes + parked.bytes;
}

async function measure(shape: string, count: number, make: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < 5; i++) await make();
  const before = { taken: await heap(), said: said() };
  for (let i = 0; i < count; i++) await make();
  const taken = (await heap()) - before.taken;
  process.send?.({ shape, said: (said() - before.said) / count, taken: taken / count });
}

/** How many objects are alive that are made for visitors. */
const alive = (): number[] =>
  [Region, Holdings, Connection, Channel].map((kind) => queryObjects(kind, { format: 'count' }));

const before = alive();
for (const [shape, [count, view]] of Object.entries(shapes))
  await measure(shape, count, () => load(view));
await measure('a list that visitors made long', 20, grow);
const during = alive();
server.close();
process.send?.({ before, during, after: alive() });
process.disconnect?.();
