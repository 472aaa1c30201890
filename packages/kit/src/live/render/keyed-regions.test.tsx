import { merge, type Tree } from '@skerry/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { hostOf, regionIn } from '../../../test/region-in.js';
import { serveViews, type Site } from '../../../test/visitor.js';
import type { Child } from '../../template/child.js';
import { defineLive } from '../author/define.js';

let site: Site;
let ended: string[];
beforeEach(() => {
  ended = [];
});
afterEach(() => site.stop());

/** Counts, and is mounted for one person. */
const Person = defineLive(
  {
    mount: ({ props }: { props: { name: string } }) => ({ mountedFor: props.name, count: 0 }),
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
    unmount: ({ state }, reason) => void ended.push(`${state.mountedFor} ${reason}`),
  },
  ({ state, props }) => <b>{`${state.mountedFor} ${state.count} ${props.name}`}</b>,
  'person',
);

const Card = ({ name }: { name: string }) => (
  <article>
    <Person name={name} />
  </article>
);

/** Views with a person at a place of their own; the key is the state's. */
const places = {
  'in an expression': ({ id, name }: { id: number; name: string }) => (
    <div>{id > 0 && <Person key={id} name={name} />}</div>
  ),
  'between tags': ({ id, name }: { id: number; name: string }) => (
    <div>
      {id}
      <Person key={id} name={name} />
    </div>
  ),
  'as the whole view': ({ id, name }: { id: number; name: string }) => (
    <Person key={id} name={name} />
  ),
  'in an element with the key': ({ id, name }: { id: number; name: string }) => (
    <div>
      <section key={id}>
        <Person name={name} />
      </section>
    </div>
  ),
  'in an outermost element with the key': ({ id, name }: { id: number; name: string }) => (
    <section key={id}>
      <Person name={name} />
    </section>
  ),
  'in a component with the key': ({ id, name }: { id: number; name: string }) => (
    <div>
      <Card key={id} name={name} />
    </div>
  ),
  'in a list inside an element with the key': ({ id, name }: { id: number; name: string }) => (
    <div>
      <ul key={id}>
        {[1].map((row) => (
          <li key={row}>
            <Person name={name} />
          </li>
        ))}
      </ul>
    </div>
  ),
};

async function open(shown: (state: { id: number; name: string }) => Child) {
  const Outer = defineLive(
    {
      mount: () => ({ id: 1, name: 'Ann' }),
      events: { show: (live, what) => live.assign(what as object) },
    },
    ({ state }) => shown(state),
    'outer',
  );
  site = await serveViews(
    { outer: Outer, person: Person },
    { routes: { 'index.tsx': { default: () => <Outer /> } } },
  );
  const opened = await site.open();
  const [outer, person] = opened.hosts;
  return { ...opened, outer: outer!, person: person! };
}

describe.each(Object.entries(places))('%s', (name, shown) => {
  test('another key mounts the region anew, with its new props', async () => {
    const { line, person } = await open(shown);
    await line.ask([2, 1, 'add']);
    const [, , update] = await line.ask([1, 1, 'show', { id: 2, name: 'Bob' }]);
    const ref = regionIn(update);
    expect(ref.v).not.toBe(person.id);
    expect(ref.c.d).toEqual(['Bob 0 Bob']);
    await line.ask([2, 1]);
    expect(ended).toEqual(['Ann left']);
    expect(await line.join(3, hostOf(ref), { have: 0, page: 'page' })).toEqual([3, 0, {}]);
    expect(await line.ask([3, 1, 'add'])).toEqual([3, 1, { 0: 'Bob 1 Bob' }]);
    // The new one takes the place of the old.
    line.send([1, 2, 'show', { name: 'Bo' }]);
    expect(await line.next(([channel]) => channel === 3)).toEqual([3, { 0: 'Bob 1 Bo' }]);
  });

  test('the same key keeps the region, in a whole tree too', async () => {
    const { line, outer, person, cookie } = await open(shown);
    await line.ask([2, 1, 'add']);
    line.send([1, 1, 'show', { name: 'Anna' }]);
    expect(await line.next(([channel]) => channel === 2)).toEqual([2, { 0: 'Ann 1 Anna' }]);
    line.cut();
    const next = await site.connect(cookie);
    const [, , tree] = await next.join(1, outer, { page: 'page' });
    expect(regionIn(merge({ s: 0 }, tree) as Tree).v).toBe(person.id);
    expect(ended).toEqual([]);
  });

  test('a part that a browser has lost names the region that is there', async () => {
    const { line, person } = await open(shown);
    const place = name === 'between tags' ? '1' : '0';
    const [, , whole] = await line.ask([1, 1, place, null, 'whole']);
    expect(regionIn(whole).v).toBe(person.id);
  });

  test('another key while no browser shows the view mounts the region anew as well', async () => {
    const { line, outer, person, cookie } = await open(shown);
    await line.ask([2, 1, 'add']);
    line.send([1, 1, 'show', { id: 2, name: 'Bob' }]);
    line.cut();
    const next = await site.connect(cookie);
    const [, , tree] = await next.join(1, outer, { page: 'page' });
    expect(regionIn(merge({ s: 0 }, tree) as Tree).v).not.toBe(person.id);
  });
});

test('a key that is too long for the token of a region is refused by name, and the regions go on', async () => {
  const { line } = await open(({ id, name }) => (
    <div>{id > 0 && <Person key={name.repeat(id)} name={name} />}</div>
  ));
  await line.ask([2, 1, 'add']);
  const [, , , refusal] = await line.ask([1, 1, 'show', { id: 5000 }]);
  expect(refusal).toMatchObject({ code: 'failed' });
  expect(site.errors).toEqual(['long-key']);
  expect(await line.ask([2, 2, 'add'])).toEqual([2, 2, { 0: 'Ann 2 Ann' }]);
});
