import type { TemplateRef, Update } from '@skerry/wire';
import { describe, expect, test } from 'vitest';

import { loneRegion, type LoneRegionOptions } from '../../../test/lone-region.js';
import { deny } from '../../core/deny.js';
import { defineLive } from '../author/define.js';
import type { Template } from '../../template/template.js';
import type { UpdateSink } from './update-sink.js';

interface State {
  count: number;
  names: string[];
}

const View = defineLive({ mount: (): State => ({ count: 0, names: [] }) }, ({ state }) => (
  <p>
    {state.count}
    {state.names.map((name) => (
      <b key={name}>{name}</b>
    ))}
  </p>
));

/** A sink that knows each template once it was told of it. */
class TestSink implements UpdateSink {
  open = true;
  congested = false;
  readonly updates: Update[] = [];
  readonly #known = new Set<number>();

  template({ number, markup }: Template): TemplateRef {
    if (this.#known.has(number)) return number;
    this.#known.add(number);
    return [number, markup];
  }

  forgetTemplates(): void {
    this.#known.clear();
  }

  update(update: Update): number {
    return this.updates.push(update);
  }

  crash(): void {}
}

/** The renderer of a region whose first HTML a browser shows. */
async function begin(options: LoneRegionOptions = {}) {
  const { region, errors } = loneRegion(View, { state: { count: 0, names: [] }, ...options });
  const { renderer } = region;
  await renderer.firstHtml(async () => '');
  const sink = (renderer.sink = new TestSink());
  /** Assigns, and notes the next update as sent. */
  const next = (patch: Partial<State>): Update | undefined => {
    region.state = { ...region.state, ...patch };
    renderer.markStale();
    const update = renderer.nextUpdate();
    renderer.noteSent(update, 10);
    return update;
  };
  return { region, renderer, sink, errors, next };
}

type Begun = Awaited<ReturnType<typeof begin>>;

describe('the next update', () => {
  test.each<[string, Partial<State>, unknown]>([
    ['the difference to what the browser shows', { count: 2 }, { 0: '2' }],
    ['absent where the state renders the same', { count: 0 }, undefined],
  ])('is %s', async (_, patch, update) => {
    const { next } = await begin();
    expect(next(patch)).toEqual(update);
  });

  test('is the difference to the update before it', async () => {
    const { next } = await begin();
    expect(next({ count: 2 })).toEqual({ 0: '2' });
    expect(next({ count: 2 })).toBeUndefined();
    expect(next({ count: 0 })).toEqual({ 0: '0' });
  });

  test('is absent where nobody has marked the region stale', async () => {
    const { region, renderer } = await begin();
    region.state = { count: 9, names: [] };
    expect(renderer.nextUpdate()).toBeUndefined();
  });

  test('has the effects of its turn, once', async () => {
    const { renderer, next } = await begin();
    renderer.keepMeta({ t: 'Tides', e: [['saved', 1]] });
    renderer.keepMeta({ e: [['seen', 2]] });
    const effects = {
      t: 'Tides',
      e: [
        ['saved', 1],
        ['seen', 2],
      ],
    };
    expect(next({ count: 1 })).toEqual({ 0: '1', ...effects });
    expect(next({ count: 2 })).toEqual({ 0: '2' });
  });

  test('has the last of too many emitted events, and reports that', async () => {
    const { renderer, next, errors } = await begin({ limits: { maxReplayFrames: 1 } });
    renderer.keepMeta({
      e: [
        ['first', 1],
        ['last', 2],
      ],
    });
    expect(next({})).toEqual({ e: [['last', 2]] });
    expect(errors).toEqual(['emit: region-busy']);
  });

  test.each<[string, (slow: boolean, begun: Begun) => void]>([
    ['a slow reader', (slow, { sink }) => void (sink.congested = slow)],
    [
      'a page that is gone',
      (gone, { renderer, sink }) => void (renderer.sink = gone ? undefined : sink),
    ],
  ])('waits for %s, and then has everything that it missed', async (_, keepAway) => {
    const begun = await begin();
    keepAway(true, begun);
    expect(begun.next({ count: 1 })).toBeUndefined();
    expect(begun.next({ names: ['a'] })).toBeUndefined();
    keepAway(false, begun);
    expect(begun.next({})).toEqual({ 0: '1', 1: { l: [expect.arrayContaining(['+'])] } });
  });

  test('is a denial thrown where a guard of renders says no', async () => {
    const no = deny();
    let answer: typeof no | undefined;
    const { next } = await begin({ tap: (hooks) => hooks.beforeRender.tap(() => answer) });
    answer = no;
    expect(() => next({ count: 1 })).toThrow(no as never);
  });
});

describe('a browser that joins', () => {
  test.each<[string, number | undefined, unknown[] | undefined]>([
    ['has missed nothing', 2, []],
    ['has missed an update', 1, [{ 0: '2' }]],
    ['has missed all updates', 0, [{ 0: '1' }, { 0: '2' }]],
    ['shows nothing of the region', undefined, undefined],
    ['shows a version of the future', 3, undefined],
  ])('and %s', async (_, have, missed) => {
    const { renderer, next } = await begin();
    next({ count: 1 });
    next({ count: 2 });
    expect(renderer.missedUpdates(have)).toEqual(missed);
  });

  test('needs a whole tree again until it has confirmed the first', async () => {
    const { renderer, sink, next } = await begin();
    const { s } = renderer.joinUpdate(sink) as { s: unknown };
    expect(s).toEqual([expect.any(Number), expect.stringContaining('<p')]);
    expect(renderer.missedUpdates(0)).toBeUndefined();
    renderer.confirmJoin();
    expect(renderer.missedUpdates(0)).toEqual([]);
    expect(next({ count: 1 })).toEqual({ 0: '1' });
    expect(renderer.missedUpdates(0)).toEqual([{ 0: '1' }]);
  });

  test('needs a whole tree where a missed update names a template', async () => {
    const { renderer, next } = await begin();
    next({ names: ['a'] });
    expect(renderer.missedUpdates(0)).toBeUndefined();
    expect(renderer.missedUpdates(1)).toEqual([]);
  });
});

describe('a region that has released its memory', () => {
  test('still sends the difference to what the browser shows', async () => {
    const { renderer, next } = await begin();
    next({ count: 1 });
    renderer.releaseMemory();
    expect(next({ count: 2 })).toEqual({ 0: '2' });
  });

  test('shows the same tree, rendered anew', async () => {
    const { renderer } = await begin();
    const before = renderer.shownTree;
    renderer.releaseMemory();
    expect(renderer.shownTree).not.toBe(before);
    expect(renderer.shownTree).toEqual(before);
  });
});

test('the whole of a path has the markup of its templates', async () => {
  const { renderer, next } = await begin();
  next({ count: 3, names: ['a'] });
  expect(renderer.wholeUpdate('0')).toEqual({ 0: '3' });
  expect(renderer.wholeUpdate('1')).toEqual({
    1: { r: [['a', { s: [expect.any(Number), expect.stringContaining('<b')], d: ['a'] }]] },
  });
});
