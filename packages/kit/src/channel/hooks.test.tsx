import diagnostics from 'node:diagnostics_channel';

import { livePath } from '@skerry/wire';
import { afterEach, expect, test } from 'vitest';

import { deny } from '../core/deny.js';
import type { HookName, HookPayloads } from '../hooks/payloads.js';
import { hookNames } from '../hooks/table.js';
import { defineLive } from '../live/author/define.js';
import { deferred } from '../../test/deferred.js';
import { testIsland } from '../../test/islands.js';
import { serveViews, type Site } from '../../test/visitor.js';

let site: Site;
afterEach(() => site.stop());

const View = defineLive(
  {
    mount: ({ subscribe }) => (subscribe('topic'), { count: 0 }),
    events: {
      add(live) {
        live.assign({ count: live.state.count + 1 });
        live.publish('topic', 'told');
      },
      clean: (live) => void live.sanitize('<b onclick="x()">a</b>'),
      closed() {},
      fail() {
        throw new Error('on purpose');
      },
    },
    messages: { topic: (live) => live.assign({ count: live.state.count + 10 }) },
  },
  ({ state }) => <p>{state.count}</p>,
  'view',
);

/** A view that a visitor without script can use. */
const Pressed = defineLive(
  { mount: () => ({ count: 0 }), events: { add: () => {} } },
  () => <button lv-click="add">add</button>,
  'view',
);

const Chart = testIsland('islands/chart.island', () => '<svg></svg>');

const text = expect.any(String);
const micros = expect.any(Number);
const bytes = expect.any(Number);
const session = expect.objectContaining({ id: expect.stringMatching(/^[\w-]{22}$/) });
const connection = expect.objectContaining({ id: text });
const region = { id: text, view: 'view', path: '/', props: {} };
const request = expect.any(Request);
const url = expect.any(URL);
const locals = {};
const address = '127.0.0.1';
const error = new Error('on purpose');

/** The payload of each hook in a walk through a running app. */
const expected: { [Name in HookName]: HookPayloads[Name] } = {
  onStart: { plugins: ['test:watch'] },
  beforeRequest: { request, url, address, session, locals },
  beforeMount: { region, session, locals },
  afterMount: { region, session, locals, micros },
  transformResponse: {
    request,
    url,
    address,
    session,
    locals,
    page: '/',
    response: expect.any(Response),
  },
  onResponse: {
    request,
    url,
    address,
    session: expect.anything(),
    locals,
    page: '/',
    status: 200,
    micros,
  },
  beforeConnect: { headers: expect.any(Headers), session, locals, version: 'skerry-1' },
  onConnect: { connection, session, locals },
  onReconnect: { connection, session, locals },
  beforeJoin: { region, session, locals },
  beforeResume: { region, session, locals },
  onJoin: { region, session, locals, connection },
  onStateRestore: { region, session, locals },
  afterReceive: {
    connection,
    session,
    locals,
    message: expect.objectContaining({ kind: 'join' }),
    bytes,
  },
  beforeEvent: { region, session, locals, event: 'add', payload: null },
  onBroadcast: { topic: 'topic', message: 'told', receivers: 1 },
  beforeMessage: { region, session, locals, topic: 'topic', message: 'told' },
  beforeAssign: { region, patch: { count: 1 } },
  afterAssign: { region, patch: { count: 1 } },
  afterEvent: { region, session, locals, event: 'add', payload: null, micros },
  afterMessage: { region, topic: 'topic', message: 'told', micros },
  beforeRender: { region, state: { count: 0 } },
  afterRender: { region, micros },
  onIsland: { island: { name: 'islands/chart.island', strategy: 'load' }, micros, bytes: 11 },
  onFlush: { region, name: 'view', bytes, micros },
  beforeSend: { connection, text: '[1,0,{}]' },
  wrapTransport: { transport: expect.anything(), session, locals, address: '127.0.0.1' },
  onSession: { change: 'began', id: expect.stringMatching(/^[\w-]{22}$/) },
  onSanitize: { region, session, locals, before: 22, after: 8 },
  onRefuse: {
    reason: 'denied',
    step: 'event',
    message: 'Closed.',
    region,
    event: 'closed',
    session,
    locals,
    hook: 'beforeEvent',
    plugin: 'test:watch',
  },
  onLeave: { region, session, locals, connection },
  onDisconnect: { connection, session, locals, code: 1006, reason: '' },
  onError: { error, where: 'event', region, session },
  onPanic: { error, region, lastEvent: 'fail' },
  onShutdown: { reason: text },
};

test('every hook is called with its payload in a running app', async () => {
  const page = () => [<View />, <Chart client:load />];
  site = await serveViews(
    { view: View },
    {
      routes: { 'index.tsx': { default: page } },
      taps: ({ beforeEvent }) =>
        beforeEvent.tap(({ event }) => (event === 'closed' ? deny('Closed.') : undefined)),
    },
  );
  const { line, host, cookie } = await site.open();
  await line.ask([1, 1, 'add']);
  expect(await line.next()).toEqual([1, { 0: '11' }]);
  line.cut();
  await site.until(() => site.calls('onDisconnect').length === 1);
  const next = await site.connect(cookie);
  expect(await next.join(1, host, { have: 2, page: 'page' })).toEqual([1, 0, {}, 1]);
  await next.ask([1, 2, 'clean']);
  await next.ask([1, 3, 'closed']);
  await next.ask([1, 4, 'fail']);
  await next.ask([1, 5, 'fail']);
  await next.next();
  await next.join(1, host, { page: 'page' });
  await next.ask([1, 1]);
  await site.stop();
  const { fired } = site;
  await postAfterRestart();
  fired.push(...site.fired);

  for (const name of hookNames) {
    const payload = fired.find((call) => call.name === name)?.payload;
    expect([name, payload]).toEqual([name, expected[name]]);
  }
  expect(Object.keys(expected).sort()).toEqual([...hookNames].sort());
});

/** Posts a form, as a browser without script, to a server that has been restarted since. */
async function postAfterRestart(): Promise<void> {
  site = await serveViews({ view: Pressed });
  const { html, cookie } = await site.visit();
  await site.stop();
  site = await serveViews({ view: Pressed });
  const [, token] = /name="_skerry" value="([^"]+)"/.exec(html)!;
  const body = new URLSearchParams({ _skerry: token!, '_skerry:add': '' });
  expect((await site.visit('/', { method: 'POST', body, cookie })).response.status).toBe(200);
}

test('a guard of frames may replace and refuse them', async () => {
  site = await serveViews(
    { view: View },
    {
      taps: ({ beforeSend }) => beforeSend.tap(({ text: frame }) => frame.replace('"1"', '"one"')),
    },
  );
  const { line } = await site.open();
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: 'one' }]);
});

test('pages and connections wait until the taps of onStart are done', async () => {
  const ready = deferred();
  const seen: string[] = [];
  site = await serveViews(
    { view: View },
    {
      taps({ onStart, beforeRequest }) {
        onStart.tap(() => ready.promise);
        onStart.tap(() => void seen.push('started'));
        beforeRequest.tap(({ url: { pathname } }) => void seen.push(pathname));
      },
    },
  );
  const arrived = deferred<unknown>();
  diagnostics.subscribe('http.server.request.start', arrived.resolve);
  const connecting = site.connect('');
  const visiting = site.visit();
  await arrived.promise;
  diagnostics.unsubscribe('http.server.request.start', arrived.resolve);
  expect(seen).toEqual([]);
  ready.resolve();
  await connecting;
  expect((await visiting).response.status).toBe(200);
  expect(seen[0]).toBe('started');
  expect(seen.slice(1).toSorted()).toEqual(['/', livePath]);
});
