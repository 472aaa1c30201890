import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { stopClock } from '../../../test/clock.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import {
  type Opened,
  serveViews,
  type Site,
  type SiteOptions,
  type Visit,
} from '../../../test/visitor.js';
import { defaultLimits } from '../../core/limits.js';
import { defineLive } from '../author/define.js';
import type { Loadable } from '../../core/loadable.js';
import { type LiveContext, pending } from '../author/contexts.js';

let site: Site;
afterEach(() => site?.stop());

interface Heard {
  heard: readonly unknown[];
  loaded: Loadable<string>;
}

/** What mounts and handlers of the test wait for, and whether one has begun to. */
let gate: Deferred;
let begun: Deferred;
/** What mounts do once they have subscribed. */
let mounts: () => unknown;
/** What the next event does. */
let act: (live: LiveContext<Heard>) => unknown;
beforeEach(() => {
  gate = deferred();
  begun = deferred();
  mounts = () => {};
});

const wait = (): Promise<void> => {
  begun.resolve();
  return gate.promise;
};

const messages = {
  '*': (live: LiveContext<Heard>, message: unknown) =>
    live.assign({ heard: [...live.state.heard, message] }),
};

/** Subscribes in its mount. */
const Early = defineLive(
  {
    async mount({ subscribe }): Promise<Heard> {
      subscribe('topic');
      await mounts();
      return { heard: ['first'], loaded: pending() };
    },
    messages,
  },
  ({ state }) => <p>{state.heard.join(' ')}</p>,
  'early',
);

/** Shows the other view at once, or when it is asked to. */
const Around = defineLive(
  {
    mount: () => ({ open: opens }),
    events: { open: (live) => live.assign({ open: true }) },
  },
  ({ state }) => <div>{state.open && <Early />}</div>,
  'around',
);
let opens = true;

/** Subscribes in its handlers. */
const Acting = defineLive(
  {
    mount: (): Heard => ({ heard: ['first'], loaded: pending() }),
    events: { act: (live) => act(live) },
    messages,
  },
  ({ state }) => <p>{state.heard.join(' ')}</p>,
  'acting',
);

const publish = (...messages: string[]): void =>
  messages.forEach((message) => site.app.publish('topic', message));

/** Lets the messages that are on their way arrive. */
const arrived = async (): Promise<void> => {
  for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
};

/** How many receive the topic. */
function receivers(): number {
  publish('counted');
  return site.calls('onBroadcast').at(-1)?.receivers ?? 0;
}

/** The messages that were handled. */
const handled = (): unknown[] => site.calls('afterMessage').map(({ message }) => message);

describe('a message that is published while a mount goes on comes once, in order, after the first state:', () => {
  beforeEach(() => (mounts = wait));

  test('in a page that nobody has joined yet', async () => {
    site = await serveViews({ early: Early });
    const opened = site.open();
    await begun.promise;
    publish('a', 'b');
    await arrived();
    gate.resolve();
    const { line } = await opened;
    publish('c');
    expect(await line.next()).toEqual([1, { 0: 'first a b c' }]);
    expect(handled()).toEqual(['a', 'b', 'c']);
  });

  test('in a page with regions inside each other', async () => {
    opens = true;
    site = await serveViews({ around: Around });
    const opened = site.open();
    await begun.promise;
    publish('a');
    await arrived();
    gate.resolve();
    const { line } = await opened;
    publish('b');
    expect(await line.next()).toEqual([2, { 0: 'first a b' }]);
  });

  test('in a region that a join mounts', async () => {
    mounts = () => {};
    site = await serveViews({ early: Early });
    const { line, host } = await site.open();
    await line.ask([1, 9]);
    await line.next();
    mounts = wait;
    const joined = line.join(1, host, { have: 0, page: 'page' });
    await begun.promise;
    publish('a');
    await arrived();
    gate.resolve();
    expect(await joined).toMatchObject([1, 0, { d: ['first'] }]);
    expect(await line.next()).toEqual([1, { 0: 'first a' }]);
  });

  test('in a region that comes into another', async () => {
    opens = false;
    site = await serveViews({ around: Around, early: Early });
    gate.resolve();
    const { line } = await site.open();
    gate = deferred();
    begun = deferred();
    const [, , answer] = await line.ask([1, 1, 'open']);
    const [{ v: id, k: token }] = answer.d;
    await begun.promise;
    publish('a');
    await arrived();
    gate.resolve();
    await site.until(() => handled().length === 1);
    const joined = await line.join(3, { topic: `lv:${id}`, token }, { page: 'page' });
    expect(joined).toMatchObject([3, 0, { d: ['first a'] }]);
  });
});

describe('a mount unsubscribes from its topics', () => {
  const visit = async (options?: SiteOptions, init?: RequestInit) => {
    site = await serveViews({ early: Early }, options);
    return site.visit('/', init);
  };

  test('that throws', async () => {
    mounts = () => Promise.reject(new Error('on purpose'));
    expect((await visit()).response.status).toBe(500);
    expect(receivers()).toBe(0);
  });

  test('that is refused for its state', async () => {
    expect((await visit({ limits: { maxRegionBytes: 100 } })).response.status).toBe(500);
    expect(receivers()).toBe(0);
  });

  test('that takes too long', async () => {
    const pass = stopClock();
    mounts = wait;
    const visited = visit();
    await begun.promise;
    expect(receivers()).toBe(1);
    pass(defaultLimits.turnTimeout);
    expect((await visited).response.status).toBe(500);
    expect(receivers()).toBe(0);
    gate.resolve();
  });

  test('of a page that no browser will join', async () => {
    mounts = wait;
    const visited = visit({}, { method: 'HEAD' });
    await begun.promise;
    expect(receivers()).toBe(0);
    gate.resolve();
    await visited;
    expect(receivers()).toBe(0);
  });
});

describe('messages that wait for a mount', () => {
  const flood = async (options: SiteOptions, messages: string[]): Promise<Visit> => {
    mounts = wait;
    site = await serveViews({ early: Early }, options);
    const visit = site.visit();
    await begun.promise;
    publish(...messages);
    await arrived();
    gate.resolve();
    return visit;
  };

  test('are bounded in number', async () => {
    await flood({ limits: { maxQueuedTurns: 2 } }, ['1', '2', '3', '4']);
    expect(handled()).toEqual(['1', '2']);
    expect(site.errors).toEqual(['region-busy']);
  });

  test('are bounded in bytes', async () => {
    const [a, b] = ['a'.repeat(30_000), 'b'.repeat(30_000)];
    await flood({ limits: { maxQueueBytes: 50_000 } }, [a, b]);
    expect(handled()).toEqual([a]);
    expect(site.errors).toEqual(['region-busy']);
  });

  test('count as held by the region', async () => {
    const { response } = await flood({ limits: { maxRegionBytes: 50_000 } }, ['a'.repeat(60_000)]);
    expect(response.status).toBe(500);
    expect(site.errors).toEqual(['region-too-large']);
    expect(receivers()).toBe(0);
  });
});

describe('a message that is published while a handler runs', () => {
  let line: Opened['line'];
  let sequence: number;
  beforeEach(async () => {
    sequence = 0;
    site = await serveViews({ acting: Acting });
    ({ line } = await site.open());
  });

  /** Runs a handler, and returns the answer. */
  const run = (handler: typeof act) => {
    act = handler;
    return line.ask([1, ++sequence, 'act']);
  };

  /** Runs a handler that waits for the gate after what it does first, and publishes meanwhile. */
  const runAndPublish = async (
    before: (live: LiveContext<Heard>) => unknown,
    after: typeof act = () => {},
  ) => {
    gate = deferred();
    begun = deferred();
    const answer = run(async (live) => {
      await before(live);
      await wait();
      await after(live);
    });
    await begun.promise;
    publish('gap');
    await arrived();
    gate.resolve();
    return answer;
  };

  const shows = async (text: string): Promise<void> => {
    expect(await line.next(([, , third]) => third === undefined)).toEqual([1, { 0: text }]);
  };
  const fail = (): never => {
    throw new Error('on purpose');
  };

  test('is received from the call of subscribe on, once the turn is committed', async () => {
    expect(
      await runAndPublish(
        (live) => live.subscribe('topic'),
        (live) => live.assign({ heard: ['read'] }),
      ),
    ).toEqual([1, 1, { 0: 'read' }]);
    await shows('read gap');
    expect(handled()).toEqual(['gap']);
  });

  test('comes once, however often the handler subscribes', async () => {
    await runAndPublish(
      (live) => (live.subscribe('topic'), live.subscribe('topic')),
      (live) => live.subscribe('topic'),
    );
    await shows('first gap');
    await run((live) => live.subscribe('topic'));
    publish('later');
    await shows('first gap later');
  });

  test('does not come if the handler fails: then it has not subscribed', async () => {
    await runAndPublish((live) => live.subscribe('topic'), fail);
    expect(receivers()).toBe(0);
    expect(await line.settled()).toEqual([]);
    expect(handled()).toEqual([]);
  });

  test('does not come to a subscription that begins after one that failed', async () => {
    gate = deferred();
    begun = deferred();
    const failing = run(async (live) => {
      live.subscribe('topic');
      await wait();
      fail();
    });
    await begun.promise;
    const next = line.ask([1, ++sequence, 'act']);
    await line.settled();
    publish('gap');
    await arrived();
    act = (live) => live.subscribe('topic');
    gate.resolve();
    await failing;
    await next;
    publish('later');
    await shows('first later');
  });

  test('comes if a handler that has unsubscribed fails: then it is still subscribed', async () => {
    await run((live) => live.subscribe('topic'));
    await runAndPublish((live) => live.unsubscribe('topic'), fail);
    await shows('first gap');
    expect(receivers()).toBe(1);
  });

  test('does not come if the handler has unsubscribed', async () => {
    await run((live) => live.subscribe('topic'));
    await runAndPublish((live) => live.unsubscribe('topic'));
    expect(receivers()).toBe(0);
    expect(await line.settled()).toEqual([]);
  });

  test('does not come if the handler has subscribed and unsubscribed', async () => {
    await runAndPublish((live) => (live.subscribe('topic'), live.unsubscribe('topic')));
    expect(receivers()).toBe(0);
    expect(await line.settled()).toEqual([]);
  });

  test('comes once if the handler has unsubscribed and subscribed again', async () => {
    await run((live) => live.subscribe('topic'));
    await runAndPublish(
      (live) => live.unsubscribe('topic'),
      (live) => live.subscribe('topic'),
    );
    await shows('first gap');
    expect(handled()).toEqual(['gap']);
    expect(receivers()).toBe(1);
  });

  test('comes for a subscription before a flush, even if the handler fails after it', async () => {
    await runAndPublish(async (live) => (live.subscribe('topic'), live.flush()), fail);
    await shows('first gap');
    await runAndPublish(async (live) => (live.unsubscribe('topic'), live.flush()), fail);
    expect(receivers()).toBe(0);
  });

  test('reaches a subscription that the handler of a message has begun', async () => {
    await run((live) => live.subscribe('topic'));
    await runAndPublish((live) => live.subscribe('other'));
    site.app.publish('other', 'too');
    await shows('first gap');
    await shows('first gap too');
  });

  test('by the handler itself is received from subscribe on', async () => {
    await run((live) => {
      live.publish('topic', 'before');
      live.subscribe('topic');
      live.publish('topic', 'after');
      live.unsubscribe('other');
    });
    await shows('first after');
    await run((live) => {
      live.publish('topic', 'too early');
      live.unsubscribe('topic');
      live.publish('topic', 'too late');
    });
    expect(await line.settled()).toEqual([]);
    expect(handled()).toEqual(['after']);
  });

  test('by a load that the handler has begun is received', async () => {
    await run((live) => {
      live.subscribe('topic');
      live.load('loaded', async () => (publish('loading'), 'done'));
    });
    await site.until(() => handled().length === 1);
    expect(handled()).toEqual(['loading']);
  });

  test.each(['subscribe', 'unsubscribe', 'publish'] as const)(
    'live.%s refuses a topic with a star, which would be nobody’s',
    async (call) => {
      expect(await run((live) => live[call]('room:*'))).toMatchObject([
        1,
        1,
        null,
        { code: 'failed' },
      ]);
      expect(site.errors).toEqual(['bad-topic']);
    },
  );
});

test('a handler that exceeds its time limit has not subscribed', async () => {
  const pass = stopClock();
  site = await serveViews({ acting: Acting });
  const { line } = await site.open();
  act = async (live) => {
    live.subscribe('topic');
    await wait();
  };
  const answer = line.ask([1, 1, 'act']);
  await begun.promise;
  expect(receivers()).toBe(1);
  pass(defaultLimits.turnTimeout);
  await answer;
  expect(receivers()).toBe(0);
  gate.resolve();
});

test('the mount and the app refuse a topic with a star', async () => {
  const Star = defineLive({ mount: ({ subscribe }) => (subscribe('room:*'), {}) }, () => <p />);
  site = await serveViews({ star: Star });
  expect((await site.visit()).response.status).toBe(500);
  expect(site.errors).toEqual(['bad-topic']);
  expect(() => site.app.publish('room:*')).toThrow(
    'The topic "room:*" contains a star, but a topic is named whole.',
  );
});
