import { defineLive, event, form, list } from '@skerry/kit';
import { type MountedLive, mountLive } from '@skerry/kit/testing';
import { expect, test } from 'vitest';
import { z } from '../../packages/kit/node_modules/zod/index.js';

import { said, saidOfPage } from './said.js';

/** What a log was told, without stacks. */
async function heard(
  work: (log: { info(): void; warn(line: string): void; error(line: string): void }) => unknown,
) {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line.split('\n    at ')[0]!);
  const thrown = await said(() => work({ info() {}, warn: note, error: note }));
  return [...lines, thrown].filter((line) => line !== 'nothing').join('\n') || 'nothing';
}

const mounted = (mount: () => object) =>
  heard((log) =>
    mountLive(
      defineLive({ mount } as never, () => null, 'live/cart'),
      { log, limits },
    ),
  );

/** A busy machine is no mistake. */
const limits = { slowTurnTimeout: 600_000 };

let lateCall: Promise<void>;
const events = {
  add: () => {},
  set: event(z.object({ to: z.number('A number, please.') }), () => {}),
  late: (live: any) => {
    lateCall = new Promise<void>((resolve) =>
      setImmediate(() => setImmediate(() => resolve(live.assign({ items: [] })))),
    );
  },
};

const shown = (render: (context: { on: any }) => any) =>
  heard((log) =>
    mountLive(defineLive({ mount: () => ({}), events }, render, 'live/cart'), { log, limits }),
  );

const acted = (act: (view: MountedLive<{ items: number[] }>) => unknown) =>
  heard(async (log) => {
    const view = await mountLive(
      defineLive({ mount: () => ({ items: [] as number[] }), events }, () => null, 'live/cart'),
      { log, limits },
    );
    await act(view);
  });

test('a view without mount', async () => {
  expect(await said(() => defineLive({ events: {} } as never, () => null))).toMatchInlineSnapshot(
    `"The live view "live-1" has no mount function. Write defineLive({ mount, events }, ({ state, on }) => <markup/>)."`,
  );
});

test('a view without render', async () => {
  expect(await said(() => (defineLive as any)({ mount: () => ({}) }))).toMatchInlineSnapshot(
    `"The live view "live-1" has no render function as its second argument. Write defineLive({ mount, events }, ({ state, on }) => <markup/>)."`,
  );
});

test('an event with a space in its name', async () => {
  expect(
    await said(() =>
      defineLive({ mount: () => ({}), events: { 'save all': () => {} } }, () => null),
    ),
  ).toMatchInlineSnapshot(
    `"The live view "live-1" has an event named "save all": names contain no space and no "?". Write defineLive({ mount, events }, ({ state, on }) => <markup/>)."`,
  );
});

test('a function as a binding', async () => {
  expect(
    await shown(() => <button lv-click={(() => {}) as never}>x</button>),
  ).toMatchInlineSnapshot(
    `"The attribute "lv-click" was given a function, and handlers run on the server: bind an event. The live view "live/cart" shows it. Give it text, a number or a boolean; JSON.stringify() an object."`,
  );
});

test('a mount that returns nothing', async () => {
  expect(await mounted((() => undefined) as never)).toMatchInlineSnapshot(
    `"The live view "live/cart" has a \`mount\` that returns nothing, where its first state should be: an object. Write defineLive({ mount, events }, ({ state, on }) => <markup/>)."`,
  );
});

test('a function in the state', async () => {
  expect(await mounted(() => ({ save: () => {} }) as never)).toMatchInlineSnapshot(
    `"The state of the live view "live/cart" holds the function save at "state.save". Keep only plain data in the state, and other values outside of it."`,
  );
});

test('a map in the state', async () => {
  expect(await mounted(() => ({ seen: new Map() }) as never)).toMatchInlineSnapshot(
    `"The state of the live view "live/cart" holds a Map at "state.seen". Keep only plain data in the state, and other values outside of it."`,
  );
});

test('an instance of a class in the state', async () => {
  expect(
    await mounted(() => ({ at: { url: new URL('http://a.b') } }) as never),
  ).toMatchInlineSnapshot(
    `"The state of the live view "live/cart" holds a URL at "state.at.url". Keep only plain data in the state, and other values outside of it."`,
  );
});

const changed = (change: (state: any) => unknown) =>
  heard(async (log) => {
    const mount = () => ({ items: ['a', 'b'], filter: { text: '' }, count: 0 });
    const events = { change: (live: any) => void change(live.state) };
    const view = defineLive({ mount, events }, () => null, 'live/cart');
    const mounted = await mountLive(view, { log, limits });
    await mounted.send('change').catch(() => undefined);
  });

test('an item pushed into the state', async () => {
  expect(await changed((state) => state.items.push('c'))).toMatchInlineSnapshot(
    `"event in the live view live/cart on / failed: SkerryError: The live view "live/cart" changes its state in place, at "state.items": Cannot add property 2, object is not extensible."`,
  );
});

test('a list of the state that is sorted in place', async () => {
  expect(await changed((state) => state.items.sort().reverse())).toMatchInlineSnapshot(
    `"event in the live view live/cart on / failed: SkerryError: The live view "live/cart" changes its state in place, at "state.items": Cannot assign to read only property '0' of object '[object Array]'."`,
  );
});

test('an item taken out of the state', async () => {
  expect(await changed((state) => state.items.splice(0, 1))).toMatchInlineSnapshot(
    `"event in the live view live/cart on / failed: SkerryError: The live view "live/cart" changes its state in place, at "state.items": Cannot assign to read only property '0' of object '[object Array]'."`,
  );
});

test('a member of the state that is set', async () => {
  expect(await changed((state) => (state.count += 1))).toMatchInlineSnapshot(
    `"event in the live view live/cart on / failed: SkerryError: The live view "live/cart" changes its state in place, at "state.count": Cannot assign to read only property 'count' of object '#<Object>'."`,
  );
});

test('a member inside the state that is set', async () => {
  expect(await changed((state) => (state.filter.text = 'x'))).toMatchInlineSnapshot(
    `"event in the live view live/cart on / failed: SkerryError: The live view "live/cart" changes its state in place, at "state.filter.text": Cannot assign to read only property 'text' of object '#<Object>'."`,
  );
});

test('a list that is sorted in render', async () => {
  expect(
    await heard((log) =>
      mountLive(
        defineLive(
          { mount: () => ({ items: ['b', 'a'] }) },
          ({ state }) => <p>{(state.items as string[]).sort().join()}</p>,
          'live/cart',
        ),
        { log, limits },
      ),
    ),
  ).toMatchInlineSnapshot(
    `"The live view "live/cart" changes its state in place, at "state.items": Cannot assign to read only property '0' of object '[object Array]'. Assign a changed copy: live.assign({ items: [...live.state.items, item] }), and toSorted() in place of sort(). If other code changes the same data, give the state a copy of it."`,
  );
});

test('what a list holds, and what a handler makes, may change', async () => {
  const tide = { name: 'ebb' };
  const view = defineLive(
    {
      mount: () => ({ rows: list([tide], ({ name }) => name), seen: [''] }),
      events: {
        see: (live) => {
          const seen = ['flood'];
          live.assign({ seen });
          live.assign({ seen: [...live.state.seen, 'slack'].sort() });
        },
      },
    },
    ({ state }) => <p>{state.seen.join()}</p>,
  );
  const mounted = await mountLive(view, { limits });
  Object.assign(tide, { height: 4 });
  await mounted.send('see');
  expect(mounted.html()).toContain('flood,slack');
});

test('a promise in render', async () => {
  expect(await shown((() => <p>{Promise.resolve(1) as never}</p>) as never)).toMatchInlineSnapshot(
    `"A promise is in the place of markup; a live render is synchronous. The live view "live/cart" shows it. Load the data with live.load(key, loader) and render its value."`,
  );
});

test('an object in render', async () => {
  expect(await shown((() => <p>{{ a: 1 } as never}</p>) as never)).toMatchInlineSnapshot(
    `"an object with a is in the place of text or markup. The live view "live/cart" shows it. Show one of its members, or JSON.stringify() it."`,
  );
});

test('a date in render', async () => {
  expect(await shown((() => <p>{new Date() as never}</p>) as never)).toMatchInlineSnapshot(
    `"a Date is in the place of text or markup. The live view "live/cart" shows it. Show one of its members, or JSON.stringify() it."`,
  );
});

test('rows with one key', async () => {
  expect(
    await shown(() => (
      <ul>
        {['a', 'a'].map((key) => (
          <li key={key}>x</li>
        ))}
      </ul>
    )),
  ).toMatchInlineSnapshot(
    `"Two rows of one list have the key "a". The live view "live/cart" shows it. Give each row a key of its own, such as the id of its item."`,
  );
});

test('an event that nobody declares', async () => {
  expect(await acted((view) => view.send('nope'))).toMatchInlineSnapshot(`
    "event in the live view live/cart on / failed: The live view "live/cart" declares no event "nope"; it has add; set; late. Declare it under \`events\` of defineLive(), or correct the name in the binding.
    unknown-event: The live view "live/cart" declares no event "nope"; it has add; set; late."
  `);
});

test('a payload that does not fit', async () => {
  expect(await acted((view) => view.send('set', { to: 'x' }))).toMatchInlineSnapshot(`
    "event in the live view live/cart on / failed: The schema of the event "set" of the live view "live/cart" refuses its payload: to: A number, please. Send a payload that fits the schema, or widen the schema. The page marks the fields; \`invalid\` of the view shows the messages in another way.
    invalid-payload: The schema of the event "set" of the live view "live/cart" refuses its payload: to: A number, please."
  `);
});

test('a call after the turn', async () => {
  expect(
    await acted(async (view) => {
      await view.send('late');
      await lateCall;
    }),
  ).toMatchInlineSnapshot(
    `"late in the live view live/cart on / failed: SkerryError: live.assign() was called in the live view "live/cart" after the turn of "late" had ended; it did nothing."`,
  );
});

test('a component that is none', async () => {
  expect(
    await saidOfPage(() => {
      const Card = undefined as any;
      return <Card />;
    }),
  ).toMatchInlineSnapshot(
    `"request for / failed: SkerryError: The component of a tag is undefined, not a function, live view or island. Check the import of the component: default or named?"`,
  );
});

test('a page that throws', async () => {
  expect(
    await saidOfPage(() => {
      throw new Error('No database.');
    }),
  ).toMatchInlineSnapshot(`"request for / failed: Error: No database."`);
});

test('a form of a schema that is no object', async () => {
  expect(await said(() => form(z.string() as never))).toMatchInlineSnapshot(
    `"A form has a schema that is no object. Give form() an object schema of zod, arktype, or valibot with toStandardJsonSchema(), and files to an endpoint; rename a field whose name it refuses."`,
  );
});

test('a topic that the view does not handle', async () => {
  const said = await heard(async (log) => {
    const view = defineLive(
      {
        mount: ({ subscribe }) => {
          for (const topic of ['tide', 'tide', 'room:1', 'log']) subscribe(topic);
          return {};
        },
        messages: { 'room:*': () => {}, log: () => {} },
        events: { follow: (live) => live.subscribe('wind') },
      },
      () => null,
      'live/cart',
    );
    const mounted = await mountLive(view, { log, limits });
    await mounted.send('follow');
    await mounted.send('follow');
  });
  expect(said).toMatchInlineSnapshot(`
    "The live view "live/cart" subscribes to "tide", which its \`messages\` do not handle. Add a handler of that name to \`messages\` of defineLive(), or one that ends in \`*\`, such as "room:*".
    The live view "live/cart" subscribes to "wind", which its \`messages\` do not handle. Add a handler of that name to \`messages\` of defineLive(), or one that ends in \`*\`, such as "room:*"."
  `);
});
