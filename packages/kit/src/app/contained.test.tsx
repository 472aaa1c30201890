import { setImmediate } from 'node:timers/promises';

import type { StandardSchemaV1 } from '@standard-schema/spec';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { testIsland } from '../../test/islands.js';
import { type Opened, serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { defineLive, event, type LiveView } from '../live/author/define.js';
import { pending } from '../live/author/contexts.js';
import type { ErrorProps, LayoutProps } from '../page/module.js';
import { component } from '../template/component.js';
import { jsx } from '../jsx/jsx-runtime.js';

/** Values that throw at any access, or that carry no message. */
const thrown: Readonly<Record<string, () => unknown>> = {
  'a text': () => 'no',
  null: () => null,
  undefined: () => undefined,
  'a Proxy whose every trap throws': hostileProxy,
  'an object that inherits from such a Proxy': () => Object.create(hostileProxy() as object),
  'a Proxy that was revoked'() {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'an Error whose members throw': () =>
    Object.defineProperties(new Error('never read'), {
      message: hostileGetter,
      stack: hostileGetter,
      cause: hostileGetter,
    }),
  'a promise that is rejected later': () => setImmediate().then(() => Promise.reject('later')),
};

const hostileGetter: PropertyDescriptor = {
  get() {
    throw new Error('A getter was called.');
  },
};

function hostileProxy(): unknown {
  const trap = () => {
    throw new Error('A trap was called.');
  };
  return new Proxy({}, new Proxy({}, { get: () => trap }));
}

/** The ways in which an author's function can fail. */
const deeds: Readonly<Record<string, () => unknown>> = {
  ...Object.fromEntries(
    Object.entries(thrown).flatMap(([name, make]): [string, () => unknown][] => [
      [
        `throws ${name}`,
        () => {
          throw make();
        },
      ],
      [`rejects with ${name}`, () => new Promise((_, reject) => reject(make()))],
    ]),
  ),
  'rejects after a while': () => setImmediate().then(() => Promise.reject(new Error('late'))),
  'returns a Proxy whose every trap throws': hostileProxy,
  // oxlint-disable-next-line unicorn/no-thenable -- the case under test
  'returns an object whose `then` throws': () => ({ then: () => hostileGetter.get!() }),
  'returns an object whose getter of `then` throws': () =>
    // oxlint-disable-next-line unicorn/no-thenable -- the case under test
    Object.defineProperty({}, 'then', hostileGetter),
  'returns a promise whose `constructor` throws': () =>
    Object.defineProperty(Promise.resolve(), 'constructor', hostileGetter),
};
const neverSettles = () => new Promise(() => {});

let site: Site;
/** The next failure of the place under test; without one, it works as usual. */
let deed: (() => unknown) | undefined;
let log: string[];
let unhandled: unknown[];
const note = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => {
  log = [];
  unhandled = [];
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

/** Does the deed, once; returns `otherwise` if there is none. */
// seam: authors may return whatever they like
function act(otherwise?: unknown): any {
  const doing = deed;
  deed = undefined;
  return doing ? doing() : otherwise;
}

/** A place where author code runs, and the visitor's view of a failure there. */
interface Place {
  views?: Record<string, LiveView>;
  routes?: Record<string, unknown>;
  taps?: SiteOptions['taps'];
  /** Runs the code after `arm` has set the deed. Returns the visitor's result. */
  visit(arm: () => void): Promise<unknown>;
  /** The expected result. */
  answer: unknown;
  /** The limit on the wait for it; none if it is synchronous. */
  limit?: 'turnTimeout' | 'hookTimeout' | 'loadTimeout' | 'answerTimeout';
  /** True if nobody waits for it. */
  unawaited?: true;
  /** True if it can only throw: its framework deals with everything else. */
  onlyThrows?: true;
}

const status = async (path = '/', init?: RequestInit): Promise<number> =>
  (await site.visit(path, init)).response.status;

/** Opens the page of a region, arms, and does something there. */
async function inRegion<T>(arm: () => void, then: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = await site.open();
  arm();
  return then(opened);
}

const isRefused = expect.arrayContaining([
  expect.objectContaining({ code: expect.stringMatching(/^(failed|timeout|denied)$/) }),
]);
const isAnswered = [1, 1, {}];
/** A failed page, or one that took too long. */
const isFailure = expect.toSatisfy((code: number) => code === 500 || code === 503);

const View = defineLive(
  {
    mount: ({ props }: { props: { mount?: boolean } }) =>
      props.mount ? act({ n: 0 }) : { n: 0, tide: pending<number>(), shows: '' },
    events: {
      act: () => act(),
      plain: () => {},
      assign: (live) => live.assign({ n: live.state.n + 1 }),
      tell: (live) => live.publish('topic', 1),
      listen: (live) => live.subscribe('topic'),
      load: (live) => live.load('tide', () => act(1)),
      judged: event(
        {
          '~standard': { version: 1, vendor: 'test', validate: () => act({ value: 1 }) },
        } as StandardSchemaV1,
        () => {},
      ),
      judgedLater: event(
        {
          '~standard': { version: 1, vendor: 'test', validate: async () => act({ value: 1 }) },
        } as StandardSchemaV1,
        () => {},
      ),
    },
    messages: { topic: () => act() },
    unmount: () => act(),
  },
  ({ state }) => <p>{state.n > 0 ? act('shown') : state.n}</p>,
  'view',
);

const Mounting = defineLive(
  { mount: () => act({ n: 0 }) },
  ({ state }) => <p>{state.n}</p>,
  'mounting',
);

const Steady = defineLive(
  { mount: () => ({ n: 0 }), events: { add: (live) => live.assign({ n: live.state.n + 1 }) } },
  ({ state }) => <p>{state.n}</p>,
  'steady',
);

const onPage = (view: LiveView) => ({ 'index.tsx': { default: () => component(view, {}) } });
const region = { views: { view: View, mounting: Mounting }, routes: onPage(View) };
const words = { default: () => jsx('p', { children: 'Words' }) };
const island = testIsland('island', () => act('<i></i>'));

const places: Readonly<Record<string, Place>> = {
  'a handler': {
    limit: 'turnTimeout',
    ...region,
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'act'])),
    answer: isRefused,
  },
  'the mount of a page': {
    limit: 'turnTimeout',
    ...region,
    routes: onPage(Mounting),
    visit: (arm) => (arm(), status()),
    answer: 500,
  },
  'the mount of a join': {
    limit: 'turnTimeout',
    ...region,
    routes: onPage(Mounting),
    visit: (arm) =>
      inRegion(arm, async ({ line, host }) => {
        // The region of the page is gone.
        await line.ask([1, 9]);
        return line.join(1, host, { page: 'page' });
      }),
    answer: isRefused,
  },
  'the render of a region': {
    ...region,
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'assign'])),
    answer: isRefused,
  },
  'the handler of a message': {
    limit: 'turnTimeout',
    ...region,
    async visit(arm) {
      const { line } = await site.open();
      await line.ask([1, 1, 'listen']);
      arm();
      await line.ask([1, 2, 'tell']);
      await site.until(() => site.calls('onError').length > 0);
      return line.ask([1, 3, 'plain']);
    },
    answer: [1, 3, {}],
  },
  'unmount of a view': {
    ...region,
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 9])),
    answer: [1, 9, {}],
    unawaited: true,
  },
  'what live.load loads': {
    limit: 'loadTimeout',
    ...region,
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'load'])),
    answer: isAnswered,
  },
  'a schema': {
    limit: 'turnTimeout',
    ...region,
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'judged'])),
    answer: isRefused,
  },
  'a schema that is asynchronous': {
    limit: 'turnTimeout',
    ...region,
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'judgedLater'])),
    answer: isRefused,
  },
  'a guard of requests': {
    limit: 'hookTimeout',
    ...region,
    taps: (hooks) => hooks.beforeRequest.tap(() => act()),
    visit: (arm) => (arm(), status()),
    answer: 500,
  },
  'a guard of events': {
    limit: 'hookTimeout',
    ...region,
    taps: (hooks) => hooks.beforeEvent.tap(() => act()),
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'plain'])),
    answer: isRefused,
  },
  'a synchronous guard': {
    ...region,
    taps: (hooks) => hooks.beforeAssign.tap(() => act()),
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'assign'])),
    answer: isRefused,
  },
  'a waterfall': {
    limit: 'hookTimeout',
    ...region,
    taps: (hooks) => hooks.transformResponse.tap(() => act()),
    visit: (arm) => (arm(), status()),
    answer: 200,
  },
  'an observer': {
    limit: 'hookTimeout',
    ...region,
    taps: (hooks) => hooks.afterEvent.tap(() => act()),
    visit: (arm) => inRegion(arm, ({ line }) => line.ask([1, 1, 'plain'])),
    answer: isAnswered,
  },
  'a page': {
    limit: 'answerTimeout',
    routes: { 'index.tsx': { default: () => act('shown') } },
    visit: (arm) => (arm(), status()),
    answer: isFailure,
  },
  'a component': {
    limit: 'answerTimeout',
    routes: {
      'index.tsx': { default: () => jsx('p', { children: component(() => act('shown'), {}) }) },
    },
    visit: (arm) => (arm(), status()),
    answer: isFailure,
  },
  'a layout': {
    limit: 'answerTimeout',
    routes: {
      'index.tsx': words,
      '_layout.tsx': { default: ({ children }: LayoutProps) => act(children) },
    },
    visit: (arm) => (arm(), status()),
    answer: isFailure,
  },
  'the head of a page': {
    limit: 'answerTimeout',
    routes: { 'index.tsx': { ...words, head: () => act({}) } },
    visit: (arm) => (arm(), status()),
    answer: isFailure,
  },
  'the headers of a page': {
    limit: 'answerTimeout',
    routes: { 'index.tsx': { ...words, headers: () => act({}) } },
    visit: (arm) => (arm(), status()),
    answer: isFailure,
  },
  'an error page': {
    limit: 'answerTimeout',
    routes: { '_error.tsx': { default: ({ reason }: ErrorProps) => act(reason) } },
    visit: (arm) => (arm(), status('/nowhere')),
    answer: 404,
  },
  'an endpoint': {
    limit: 'answerTimeout',
    routes: { 'api/act.ts': { GET: () => act('said') } },
    visit: (arm) => (arm(), status('/api/act')),
    answer: isFailure,
  },
  'an island': {
    routes: { 'index.tsx': { default: () => component(island, { 'client:load': true }) } },
    visit: (arm) => (arm(), status()),
    answer: 200,
    onlyThrows: true,
  },
};

const serve = ({ views, routes, taps }: Partial<Place>, limits: SiteOptions['limits'] = {}) =>
  serveViews(
    { ...views, steady: Steady },
    {
      mode: 'production',
      routes: { ...routes, 'steady.tsx': { default: () => component(Steady, {}) } },
      ...(taps ? { taps } : {}),
      // Each is logged, even if they are alike.
      limits: { maxLogEntries: 10_000, maxLogEntriesPerCause: 10_000, ...limits },
      log: { info() {}, warn() {}, error: (text) => void log.push(text) },
    },
  );

describe.each(Object.entries(places))('%s', (_, place) => {
  beforeAll(async () => {
    site = await serve(place);
  });
  afterAll(() => site.stop());

  const fitting = Object.entries(deeds).filter(
    ([does]) => !place.onlyThrows || does.startsWith('throws'),
  );
  test.each(fitting)('that %s harms nothing else', async (__, does) => {
    site.fired.length = 0;
    expect(await place.visit(() => (deed = does))).toEqual(place.answer);
    await expectReported(1);
  });
});

describe.each(Object.entries(places).filter(([, { onlyThrows }]) => !onlyThrows))(
  '%s',
  (_, place) => {
    afterEach(() => site.stop());

    test('that never settles harms nothing else', async () => {
      site = await serve(place, place.limit && { [place.limit]: 30 });
      expect(await place.visit(() => (deed = neverSettles))).toEqual(place.answer);
      await expectReported(place.unawaited ? 0 : 1);
    });
  },
);

describe('a tap of onStart', () => {
  afterEach(() => site.stop());

  const failing = Object.entries(deeds).filter(([does]) => !does.startsWith('returns a'));
  test.each([...failing, ['never settles', neverSettles] as const])(
    'that %s ends the start, and nothing else',
    async (__, does) => {
      deed = does;
      site = await serve({ taps: (hooks) => hooks.onStart.tap(() => act()) }, { hookTimeout: 30 });
      await expect(site.app.started).rejects.toMatchObject({ code: 'start-failed' });
      expect(await status()).toBe(503);
      const errors = site.calls('onError').map(({ error }) => error);
      expect(errors).toEqual([expect.any(Error)]);
      expect(log).toEqual([]);
      await setImmediate();
      await setImmediate();
      expect(unhandled).toEqual([]);
    },
  );
});

/** Expects each failure to be reported and logged as an Error, and nothing else to notice it. */
async function expectReported(times: number): Promise<void> {
  await site.until(() => site.calls('onError').length >= times);
  await expectOthersWork();
  const errors = site.calls('onError').map(({ error }) => error);
  expect(errors).toHaveLength(times);
  for (const error of errors) expect(error).toBeInstanceOf(Error);
  expect(log.filter((text) => text.includes(' failed: '))).toHaveLength(times);
  expect(unhandled).toEqual([]);
}

/** Expects another region and another request to work. */
async function expectOthersWork(): Promise<void> {
  const { line, response } = await site.open('/steady');
  expect(response.status).toBe(200);
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
  line.cut();
  // An unhandled rejection is known after a turn of the event loop.
  await setImmediate();
  await setImmediate();
}
