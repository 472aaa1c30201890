/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { App } from '../../app/app.js';
import type { PluginMessaging } from '../../plugin/messages.js';
import type { MountContext } from '../author/contexts.js';
import { defineLive, event } from '../author/define.js';
import { deny, notFound, redirect } from '../../core/deny.js';
import { z } from 'zod';

interface Position {
  readonly at: readonly [number, number];
}

declare module './topics.js' {
  interface Topics {
    'typed:notice': string;
    'typed:bell': undefined;
    [ship: `typed:ship:${string}`]: Position;
  }
}

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

declare const app: App;
declare const plugin: PluginMessaging;
declare const name: string;

app.publish('typed:notice', 'Fog.');
app.publish('typed:bell');
app.publish('typed:ship:7', { at: [1, 2] });
app.publish('typed:other', 1);
app.publish('typed:other');
app.publish(name, { any: 'thing' });
app.publish(`typed:ship:${name}`, { at: [1, 2] });
// @ts-expect-error -- a message of another type
app.publish('typed:notice', 1);
// @ts-expect-error -- no message
app.publish('typed:notice');
// @ts-expect-error -- a bell has no message
app.publish('typed:bell', 'x');
// @ts-expect-error -- a message of another type, by the pattern
app.publish('typed:ship:7', { at: 'here' });
// @ts-expect-error -- a message of another type, by a pattern in a pattern
app.publish(`typed:ship:${name}`, 'here');
// @ts-expect-error -- a topic is text
app.publish(1);

plugin.subscribe('typed:notice', (message) => same<typeof message, string>(true));
plugin.subscribe('typed:ship:1', (message) => same<typeof message, Position>(true));
plugin.subscribe(name, (message) => same<typeof message, unknown>(true));

export const Watch = defineLive(
  {
    mount: ({ subscribe, props }: MountContext<{ ship: string }>) => {
      subscribe('typed:notice');
      subscribe(`typed:ship:${props.ship}`);
      return { notices: [] as string[], count: 0 };
    },
    events: {
      add: event(z.object({ by: z.number() }), (live, { by }) => {
        live.publish('typed:notice', 'x');
        // @ts-expect-error -- a message of another type
        live.publish('typed:notice', by);
        live.publish('anything', by);
      }),
    },
    messages: {
      'typed:notice': (live, message) => {
        same<typeof message, string>(true);
        same<typeof live.state.count, number>(true);
        live.assign({ notices: [...live.state.notices, message] });
        // @ts-expect-error -- a member of another type
        live.assign({ count: message });
      },
      'typed:ship:7': (_, { at }) => same<typeof at, readonly [number, number]>(true),
      // A handler of many topics knows their message too.
      'typed:ship:*': (_, message, topic) => {
        same<typeof message, Position>(true);
        same<typeof topic, string>(true);
      },
      // An undeclared topic has whatever is published.
      tick: (live, count: number) => live.assign({ count }),
      'counter:set': (live) => live.assign({ count: 0 }),
      // @ts-expect-error -- a message of another type
      'typed:bell': (live, count: number) => live.assign({ count }),
    },
    unmount: ({ publish }) => {
      publish('typed:notice', 'gone');
      // @ts-expect-error -- a message of another type
      publish('typed:notice', 1);
    },
  },
  ({ state, on }) => {
    same<typeof state.count, number>(true);
    return <button lv-click={on.add({ by: 1 })}>{state.count}</button>;
  },
);

// An interrupt in place of a state is no part of its type, returned at once or later.
export const Guarded = defineLive(
  {
    mount: ({ props }: MountContext<{ id?: string }>) => {
      if (!props.id) return notFound();
      if (props.id === 'x') return deny('no');
      if (props.id === 'y') return redirect('/y');
      return { id: props.id };
    },
    events: {
      leave: (live) => (live.state.id === 'a' ? redirect('/a') : deny()),
    },
  },
  ({ state }) => {
    same<typeof state, Readonly<{ id: string }>>(true);
    return state.id;
  },
);
export const Later = defineLive(
  {
    mount: async ({ props }: MountContext<{ id?: string }>) => {
      if (!props.id) return notFound();
      return { id: props.id };
    },
    messages: { note: (live) => same<typeof live.state.id, string>(true) },
  },
  ({ state }) => {
    same<typeof state, Readonly<{ id: string }>>(true);
    return state.id;
  },
);
