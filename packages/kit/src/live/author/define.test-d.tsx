/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { z } from 'zod';

import type { Binding, FieldBinding } from '../../template/binding.js';
import { defineLive, event, guarded } from './define.js';
import type { Loadable } from '../../core/loadable.js';
import { type MountContext, pending } from './contexts.js';

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

const step = z.object({ by: z.number() });

// State is inferred from `mount` and known to every handler, to `messages`, to `unmount` and to `render`.
export const Counter = defineLive(
  {
    mount: ({ props }: { props: { start?: number } }) => ({ count: props.start ?? 0, name: 'a' }),
    events: {
      increment: event(step, (live, { by }) => {
        same<typeof by, number>(true);
        same<typeof live.state.count, number>(true);
        live.assign({ count: live.state.count + by });
        // @ts-expect-error -- a member of another type
        live.assign({ count: 'x' });
        // @ts-expect-error -- no member of the state
        live.assign({ unknown: 1 });
        // @ts-expect-error -- state is replaced, not mutated
        live.state.count = 1;
        // @ts-expect-error -- no such member
        live.reply(live.state.unknown);
        same<typeof live.props, Readonly<{ start?: number }>>(true);
      }),
      reset(live, payload) {
        same<typeof payload, unknown>(true);
        live.assign({ count: 0 });
        // @ts-expect-error -- a member of another type
        live.assign({ count: 'x' });
        // @ts-expect-error -- the payload of an event without a schema is unknown
        live.assign({ count: payload });
      },
      later: async (live) => {
        await live.flush();
        live.assign({ name: 'b' });
      },
    },
    messages: {
      'counter:set': (live, n: number) => live.assign({ count: n }),
      // @ts-expect-error -- a member of another type
      'counter:name': (live, n: number) => live.assign({ name: n }),
    },
    unmount({ state }, reason) {
      same<typeof state.count, number>(true);
      same<typeof reason, 'left' | 'expired' | 'evicted' | 'session-ended' | 'reset' | 'shutdown'>(
        true,
      );
    },
  },
  ({ state, props, on }) => {
    same<typeof state.count, number>(true);
    same<typeof props.start, number | undefined>(true);
    same<ReturnType<typeof on.increment>, Binding>(true);
    on.reset();
    on.reset({ any: 'thing' });
    const none = on.increment();
    // @ts-expect-error -- a payload of another type
    on.increment({ by: 'x' });
    // @ts-expect-error -- a payload without its member
    on.increment({});
    same<typeof none, FieldBinding<{ by: number }>>(true);
    // @ts-expect-error -- a member that the schema does not know
    on.increment({ by: 1, more: 2 });
    same<ReturnType<typeof on.increment.with>, Binding>(true);
    // Fields bring the rest.
    on.increment.with({});
    // @ts-expect-error -- a part of another type
    on.increment.with({ by: 'x' });
    on.reset.with({ any: 'thing' });
    same<ReturnType<typeof on.reset.debounce>, Binding>(true);
    same<ReturnType<typeof on.increment.debounce>, FieldBinding<{ by: number }>>(true);
    const by = on.increment({ by: 1 }).confirm('Sure?', 'yes').queue('drop');
    same<typeof by, Binding>(true);
    // @ts-expect-error -- no such policy
    on.reset.queue('last');
    // @ts-expect-error -- neither a time nor `blur`
    on.reset.debounce('soon');
    // @ts-expect-error -- no such event
    void on.resett;
    void (<button lv-click={on.reset.throttle(100)} lv-dblclick={by} lv-window-keydown={by} />);
    // Fields bring the payload.
    void (<input lv-input={on.increment.debounce(300)} lv-change={by} />);
    // @ts-expect-error -- a button brings no payload
    void (<button lv-click={on.increment.debounce(300)} />);
    // @ts-expect-error -- no such policy
    void (<button lv-click={on.reset()} lv-queue="last" />);
    // @ts-expect-error -- no such event
    on.unknown();
    return <button lv-click={on.increment({ by: 1 })}>{state.count}</button>;
  },
);

// A view is a tag with its props.
export const tags = [
  <Counter />,
  <Counter start={3} />,
  // @ts-expect-error -- a prop of another type
  <Counter start="3" />,
  // @ts-expect-error -- no such prop
  <Counter end={3} />,
];

// A schema that coerces has one type for bindings and another for handlers.
export const Coercing = defineLive(
  {
    mount: () => ({ at: 0 }),
    events: {
      set: event(z.object({ at: z.string().transform(Number) }), (live, { at }) => {
        same<typeof at, number>(true);
        live.assign({ at });
      }),
      optional: event(z.object({ at: z.number().default(1) }), (live, { at }) =>
        live.assign({ at }),
      ),
    },
  },
  ({ on }) => {
    on.set({ at: '1' });
    on.optional({});
    // @ts-expect-error -- the input is text
    on.set({ at: 1 });
    return null;
  },
);

// An asynchronous `mount`, and any order of the keys.
export const Asynchronous = defineLive(
  {
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
    mount: async () => ({ count: 0 }),
  },
  ({ state, on }) => {
    same<typeof state.count, number>(true);
    on.add();
    return state.count;
  },
);

// All events with a schema, and their handlers still know the state.
export const Guarded = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      add: event(step, (live, { by }) => live.assign({ count: live.state.count + by })),
      // @ts-expect-error -- a member of another type
      bad: event(step, (live, { by }) => live.assign({ count: String(by) })),
    },
  },
  ({ on }) => <button lv-click={on.add({ by: 1 })}>+</button>,
);

// If `mount` destructures its argument and events have schemas, naming its type lets both be inferred.
export const Subscribed = defineLive(
  {
    mount: ({ props, subscribe }: MountContext<{ topic: string }>) => {
      subscribe(props.topic);
      return { count: 0 };
    },
    events: {
      add: event(step, (live, { by }) => live.assign({ count: live.state.count + by })),
    },
  },
  ({ state, props }) => `${state.count} ${props.topic}`,
);

// No events at all.
export const Still = defineLive({ mount: () => ({ text: 'a' }) }, ({ state, on }) => {
  same<typeof state.text, string>(true);
  // @ts-expect-error -- there is none
  on.click();
  return state.text;
});

// Data that `live.load` loads.
export const Tides = defineLive(
  {
    mount: ({ load }) => ({
      tide: load('tide', async () => 3),
      next: pending<string>(),
      count: 0,
    }),
    events: {
      load(live) {
        live.load('next', async () => 'high');
        // @ts-expect-error -- a value of another type
        live.load('next', async () => 3);
        // @ts-expect-error -- a member that is not a Loadable
        live.load('count', async () => 3);
      },
    },
  },
  ({ state }) => {
    same<typeof state.tide, Loadable<number>>(true);
    return state.tide.status === 'ready' ? state.tide.value : null;
  },
);

// @ts-expect-error -- a view without `mount`
defineLive({ events: {} }, () => null);
// @ts-expect-error -- a view without `render`
defineLive({ mount: () => ({}) });
// @ts-expect-error -- a state that is not an object
defineLive({ mount: () => 1 }, () => null);

// A render that would be awaited.
// @ts-expect-error -- data is loaded by live.load, and its state rendered
defineLive({ mount: () => ({ count: 0 }) }, async ({ state }) => <p>{state.count}</p>);

// A guarded event has the types of its handler and of its schema.
export const WithGuards = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      clear: guarded(
        () => {},
        (live) => {
          same<typeof live.state.count, number>(true);
          // @ts-expect-error -- a member of another type
          live.assign({ count: 'x' });
        },
      ),
      add: guarded(
        () => {},
        step,
        (live, { by }) => {
          same<typeof by, number>(true);
          live.assign({ count: live.state.count + by });
        },
      ),
      inner: guarded(
        () => {},
        event(step, (_, { by }) => void same<typeof by, number>(true)),
      ),
    },
  },
  ({ on }) => {
    on.add({ by: 1 });
    on.inner({ by: 1 });
    on.clear();
    // @ts-expect-error -- a payload of another type
    on.add({ by: 'x' });
    return <p>text</p>;
  },
);
