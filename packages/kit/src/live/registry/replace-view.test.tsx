import { afterEach, expect, test } from 'vitest';

import { serveViews, type Site } from '../../../test/visitor.js';
import { defineLive, type LiveView } from '../author/define.js';
import type { LiveContext } from '../author/contexts.js';

let site: Site;
let warned: string[] = [];
afterEach(() => {
  warned = [];
  return site?.stop();
});

interface State {
  count: number;
}

const add = (live: LiveContext<State>) => live.assign({ count: live.state.count + 1 });

const Counter = defineLive<object, State, {}>(
  { mount: () => ({ count: 0 }), events: { add } },
  ({ state }) => <p>{state.count}</p>,
  'counter',
);

const log = {
  info() {},
  warn: (text: string) => void (text.includes('mounted anew') && warned.push(text)),
  error() {},
};
const serve = async () => (site = await serveViews({ counter: Counter }, { log }));

/** The app after an edit of its view. */
const edit = (view: LiveView<never>) =>
  site.app.replace({
    routes: { 'index.tsx': { default: () => <Counter /> } },
    // seam: an app has views of any props
    views: { counter: view as never },
  });

/** Renders a member that the state of the old code lacks. */
const Tagged = defineLive<object, State & { tags: string[] }, {}>(
  { mount: () => ({ count: 50, tags: ['new'] }) },
  ({ state }) => <p>{state.tags.join()}</p>,
  'counter',
);

test('a region whose state the new code cannot render is mounted anew, with a warning and no failure', async () => {
  await serve();
  const { line, hosts } = await site.open();
  await line.ask([1, 1, 'add']);
  edit(Tagged);
  expect(await line.next()).toEqual([1, 'crash', expect.objectContaining({ code: 'failed' })]);
  const [, , update] = await line.join(2, hosts[0]!, { page: 'same' });
  expect(JSON.stringify(update)).toContain('new');
  expect(site.errors).toEqual([]);
  expect(warned).toEqual([
    expect.stringMatching(
      /^The live view counter is mounted anew, since its new code cannot render the state from before the edit: TypeError: Cannot read/,
    ),
  ]);
});

test('a parked region whose state the new code cannot render ends without a word, and its page mounts it anew', async () => {
  await serve();
  const { cookie, line } = await site.open();
  const parked = await site.visit('/', { cookie });
  await line.ask([1, 1, 'add']);
  edit(Tagged);
  expect(await line.next()).toMatchObject([1, 'crash', {}]);
  const [, , update] = await line.join(2, parked.hosts[0]!, { have: 0, page: 'other' });
  expect(JSON.stringify(update)).toContain('new');
  expect(site.errors).toEqual([]);
  expect(warned).toHaveLength(1);
});

test('new code that cannot render the state of a new mount either is reported once, and the old code goes on', async () => {
  await serve();
  const { line } = await site.open();
  await line.ask([1, 1, 'add']);
  const Broken = defineLive<object, State, {}>(
    { mount: async () => ({ count: 0 }) },
    ({ state }) => {
      throw new Error(`cannot show ${state.count}`);
    },
    'counter',
  );
  edit(Broken);
  await expect.poll(() => site.errors).toEqual(['cannot show 1']);
  expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '2' }]);
  expect(warned).toEqual([]);
});

test('of two edits in a row the second one decides, even if the mount of the first takes longer', async () => {
  await serve();
  const { line } = await site.open();
  let finish!: () => void;
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const Slow = defineLive<object, State & { tags: string[] }, {}>(
    { mount: () => slow.then(() => ({ count: 0, tags: [] })) },
    ({ state }) => <p>{state.tags.join()}</p>,
    'counter',
  );
  edit(Slow);
  edit(
    defineLive<object, State, {}>(
      { mount: () => ({ count: 0 }), events: { add } },
      ({ state }) => <p>{`now ${state.count}`}</p>,
      'counter',
    ),
  );
  expect(await line.next()).toEqual([1, { 0: 'now 0' }]);
  finish();
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: 'now 1' }]);
  expect(warned).toEqual([]);
});
