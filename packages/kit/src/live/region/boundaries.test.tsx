import { afterEach, describe, expect, test } from 'vitest';

import { deferred } from '../../../test/deferred.js';
import { testIsland, type TestNode } from '../../../test/islands.js';
import { serveViews, type Site } from '../../../test/visitor.js';
import { redirect } from '../../core/deny.js';
import { definePlugin } from '../../plugin/define.js';
import type { Child } from '../../template/child.js';
import { For } from '../../template/list/for.js';
import { ErrorBoundary, Suspense } from '../../template/suspense.js';
import { mountLive } from '../../testing/mount-live.js';
import { pending } from '../author/contexts.js';
import { defineLive, type LiveView } from '../author/define.js';

let site: Site | undefined;
afterEach(async () => {
  await site?.stop();
  site = undefined;
});

/** Fallback of an error boundary, with a button that loads again. */
const again = (error: Error, retry?: string) => (
  <p>
    {error.message} <button lv-click={retry}>again</button>
  </p>
);

/** A live view of a tide, which each `load` reads from the next gauge; `around` is what surrounds it. */
const tides = (
  gauges: (() => Promise<number>)[],
  around = (tide: Child): Child => tide,
  fallback: Child = 'wait',
) =>
  defineLive(
    {
      mount: () => ({ tide: pending<number>() }),
      events: { load: (live) => live.load('tide', () => gauges.shift()!()) },
    },
    ({ state, on }) => (
      <main>
        <button lv-click={on.load()}>load</button>
        {around(
          <Suspense load={state.tide} fallback={fallback}>
            {(high) => <b>{high.toFixed(1)}</b>}
          </Suspense>,
        )}
      </main>
    ),
    'tides',
  );

const guarded = (tide: Child) => <ErrorBoundary fallback={again}>{tide}</ErrorBoundary>;
const broken = () => Promise.reject(new Error('low water'));

/** Mounts a live view, and notes its failures. */
async function mounted(view: LiveView) {
  const failures: string[] = [];
  const watch = definePlugin({
    name: 'watch',
    setup: ({ hooks }) =>
      hooks.onError.tap(({ error, where }) => void failures.push(`${where}: ${error.message}`)),
  });
  const log = { info() {}, warn() {}, error() {} };
  return { failures, live: await mountLive(view, { plugins: [watch()], log }) };
}

describe('a boundary over a load', () => {
  test('shows its fallback until there is a value, and that while it is loaded again', async () => {
    const [first, second] = [deferred<number>(), deferred<number>()];
    site = await serveViews({ tides: tides([() => first.promise, () => second.promise]) });
    const { hosts, line } = await site.open();
    expect(hosts[0]!.html).toContain('wait');
    await line.ask([1, 1, 'load']);
    first.resolve(3);
    expect(JSON.stringify(await line.next())).toContain('3.0');
    expect(await line.ask([1, 2, 'load'])).toEqual([1, 2, {}]);
    second.resolve(4);
    expect(await line.next()).toEqual([1, { 1: { 0: '4.0' } }]);
  });

  test('that failed shows the error boundary, whose `retry` loads again', async () => {
    const { live, failures } = await mounted(tides([broken, async () => 2], guarded));
    await live.click('load');
    expect(live.text()).toBe('loadlow water again');
    expect(failures).toEqual(['load: low water']);
    await live.click('again');
    expect(live.text()).toBe('load2.0');
    await live.send('skerry:retry', 'tide');
    await live.send('skerry:retry', 5);
    expect(live.text()).toBe('load2.0');
  });

  test('that failed outside of an error boundary shows a sentence', async () => {
    const { live } = await mounted(tides([broken]));
    await live.click('load');
    expect(live.html()).toContain('<span role="alert">low water</span>');
  });

  test('that failed where no element may be shows its text, and nothing between rows', async () => {
    const fails = (of: (tide: Child) => Child) => mounted(tides([broken], of, null));
    const { live: text } = await fails((tide) => <textarea>{tide as string}</textarea>);
    await text.click('load');
    expect(text.html()).toContain('<textarea>low water</textarea>');
    const { live: rows } = await fails((tide) => (
      <table>
        <tbody>{tide}</tbody>
      </table>
    ));
    await rows.click('load').catch(() => {});
    expect(rows.html()).toContain('<tbody></tbody>');
  });

  test('is loaded again only while the state says that it failed', async () => {
    const asked: string[] = [];
    const view = defineLive(
      {
        mount: () => ({ who: 'ann', secret: pending<string>() }),
        events: {
          show(live) {
            const { who } = live.state;
            live.load('secret', async () => {
              asked.push(who);
              throw new Error('on purpose');
            });
          },
          leave: (live) => live.assign({ secret: null as never, who: 'nobody' }),
        },
      },
      () => <p>secret</p>,
    );
    const { live } = await mounted(view);
    await live.send('show');
    await live.send('leave');
    await live.send('skerry:retry', 'secret');
    expect([live.state, asked]).toEqual([{ secret: null, who: 'nobody' }, ['ann']]);
  });
});

describe('an error boundary in a live view', () => {
  /** What a live view shows of a child, and the failures that it reports. */
  async function shown(child: () => Child) {
    const view = defineLive({ mount: () => ({}) }, () => <main>{child()}</main>);
    const { live, failures } = await mounted(view);
    return [live.html().replace(/^<main>|<\/main>$/g, ''), ...failures];
  }
  const Broken = (): Child => {
    throw new Error('on purpose');
  };
  const fallback = ({ message }: Error) => <i>{message}</i>;

  test('takes the place of a component that throws, and reports it', async () => {
    expect(
      await shown(() => (
        <>
          <ErrorBoundary fallback={fallback}>
            <p>
              <b>{[<Broken key="1" />]}</b>
            </p>
          </ErrorBoundary>
          <u>beside</u>
        </>
      )),
    ).toEqual(['<i>on purpose</i><u>beside</u>', 'boundary: on purpose']);
  });

  test('inside another catches first; a fallback that throws is for the outer one', async () => {
    const worse = () => {
      throw new Error('worse');
    };
    const inner = (fallback: () => Child) => (
      <ErrorBoundary fallback={({ message }) => <em>{message}</em>}>
        <ErrorBoundary fallback={fallback}>
          <Broken />
        </ErrorBoundary>
      </ErrorBoundary>
    );
    expect(await shown(() => inner(() => 'kept'))).toEqual(['kept', 'boundary: on purpose']);
    const failures = ['boundary: on purpose', 'boundary: worse'];
    expect(await shown(() => inner(worse))).toEqual(['<em>worse</em>', ...failures]);
    expect(await shown(() => inner(() => <Broken />))).toEqual([
      '<em>on purpose</em>',
      'boundary: on purpose',
      'boundary: on purpose',
    ]);
  });

  test('works in a slot of an island and among rows with keys', async () => {
    const Card = testIsland<{ children?: TestNode }>(
      'card.island',
      (_, slot) => `<section>${slot('children')}</section>`,
    );
    const caught = (
      <ErrorBoundary fallback={fallback}>
        <Broken />
      </ErrorBoundary>
    );
    const [inIsland] = await shown(() => (
      <Card client:load>
        <b>{caught}</b>
      </Card>
    ));
    expect(inIsland).toContain('<i>on purpose</i>');
    const [rows] = await shown(() => ['a', 'b'].map((key) => <p key={key}>{caught}</p>));
    expect(rows).toBe('<p><i>on purpose</i></p><p><i>on purpose</i></p>');
  });

  test('works in the rows of <For>, each of which is on its own', async () => {
    const row = (id: number): Child => (
      <li>
        <ErrorBoundary fallback={fallback}>{id === 2 ? <Broken /> : id}</ErrorBoundary>
        <For each={[id]}>
          {() => (
            <Suspense load={{ status: 'failed', error: 'sorry' }} fallback="">
              {() => 'never'}
            </Suspense>
          )}
        </For>
      </li>
    );
    expect(await shown(() => <For each={[1, 2]}>{row}</For>)).toEqual([
      '<li>1<span role="alert">sorry</span></li><li><i>on purpose</i><span role="alert">sorry</span></li>',
      'boundary: on purpose',
    ]);
  });

  test('does not catch an interrupt', async () => {
    const Away = (): Child => {
      throw redirect('/away');
    };
    await expect(
      shown(() => (
        <ErrorBoundary fallback={fallback}>
          <Away />
        </ErrorBoundary>
      )),
    ).rejects.toThrow('answered with redirect("/away")');
  });
});
