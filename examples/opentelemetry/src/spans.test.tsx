import { once } from 'node:events';

import { context, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { defineLive, definePlugin } from '@skerry/kit';
import { createApp, livePath, noAssets, type RunningServer, serveApp } from '@skerry/kit/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { StorageContextManager } from './contexts.ts';
import { traceSkerry } from './spans.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const [ofPage, ofConnection] = ['b7ad6b7169203331', '00f067aa0ba902b7'];

const exporter = new InMemorySpanExporter();
const manager = new StorageContextManager();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer('test');

const Counter = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      async add(live) {
        const span = tracer.startSpan('ask the database');
        await new Promise(setImmediate);
        span.end();
        live.assign({ count: live.state.count + 1 });
      },
      fail() {
        throw new Error('on purpose');
      },
    },
  },
  ({ state }) => <p>{state.count}</p>,
  'counter',
);

const watch = definePlugin({
  name: 'watch',
  setup({ hooks }) {
    hooks.beforeRequest.tap(() => {});
    hooks.beforeEvent.tap(async () => {});
  },
});

let server: RunningServer;
let stopTracing: () => void;
beforeEach(async () => {
  context.setGlobalContextManager(manager);
  stopTracing = traceSkerry(tracer, manager.storage);
  const app = createApp({
    mode: 'production',
    build: 'test',
    secret: 'a secret for tests, of 32 bytes or more',
    assets: noAssets,
    log: { info() {}, warn() {}, error() {} },
    modules: {
      config: { plugins: [watch()] },
      routes: { 'index.tsx': { default: () => <Counter /> } },
      views: { counter: Counter },
    },
  });
  server = await serveApp(app, { port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  stopTracing();
  context.disable();
  await server.stop();
  exporter.reset();
});

/** Loads the page, and joins its region over a connection; both continue a trace. */
async function visit() {
  const headers = { traceparent: `00-${traceId}-${ofPage}-01` };
  const response = await fetch(`http://127.0.0.1:${server.port}/`, { headers });
  const html = await response.text();
  const [, id, token] = /<skerry-live id="lv-([^"]+)" data-token="([^"]+)"/.exec(html)!;
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${livePath}?vsn=skerry-1`, {
    headers: {
      cookie: response.headers.get('set-cookie')!.split(';')[0]!,
      traceparent: `00-${traceId}-${ofConnection}-01`,
    },
  });
  await once(socket, 'open');
  const ask = async (frame: unknown) => {
    socket.send(JSON.stringify(frame));
    await once(socket, 'message');
  };
  await ask([1, 0, { topic: `lv:${id}`, token, have: 0 }]);
  return ask;
}

/** The spans below a span, by their names. */
interface Tree {
  readonly [name: string]: Tree;
}

/** The spans of the trace below a remote span. */
function treeBelow(parent: string, spans: readonly ReadableSpan[]): Tree {
  const children = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent);
  return Object.fromEntries(
    children.map((span) => [span.name, treeBelow(span.spanContext().spanId, spans)]),
  );
}

test('a page, a join and an event become a tree of spans under the traces that they continue', async () => {
  const ask = await visit();
  await ask([1, 1, 'add']);
  const spans = exporter.getFinishedSpans();
  expect(treeBelow(ofPage, spans)).toEqual({
    'GET /': {
      'beforeRequest watch': {},
      'render index.tsx': { 'render counter': {} },
    },
  });
  expect(treeBelow(ofConnection, spans)).toEqual({
    GET: { 'beforeRequest watch': {} },
    'join counter': {},
    'event counter.add': {
      'beforeEvent watch': {},
      'ask the database': {},
      'render counter': {},
      'flush counter': {},
    },
  });
  expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
});

test('spans say what came of the work', async () => {
  const ask = await visit();
  await ask([1, 1, 'fail']);
  const spans = exporter.getFinishedSpans();
  const attributesOf = (name: string) => spans.find((span) => span.name === name)!.attributes;
  expect(attributesOf('GET /')).toMatchObject({
    'http.route': '/',
    'http.response.status_code': 200,
    'skerry.outcome': 'ok',
  });
  const failed = spans.find(({ name }) => name === 'event counter.fail')!;
  expect(failed.status).toMatchObject({ message: 'on purpose' });
  expect(failed.events).toMatchObject([{ name: 'exception' }]);
  expect(failed.attributes).toMatchObject({ 'skerry.outcome': 'failed', 'skerry.code': 'failed' });
});

test('work without a traceparent begins a trace of its own', async () => {
  await (await fetch(`http://127.0.0.1:${server.port}/`)).text();
  const roots = exporter.getFinishedSpans().filter((span) => !span.parentSpanContext);
  expect(roots.map(({ name }) => name)).toEqual(['GET /']);
  expect(trace.getActiveSpan()).toBeUndefined();
});
