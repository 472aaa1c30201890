/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { z } from 'zod';

import type { LiveContext, MountContext } from './contexts.js';
import { defineLive, event, guarded } from './define.js';

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

const step = z.object({ by: z.number() });

// A timer delivers a message that `messages` of its view handles, in `mount` and in every handler.
export const Timed = defineLive(
  {
    mount: ({ every, after }) => {
      every(1000, 'tick');
      after(1000, `step:${1}`);
      // @ts-expect-error -- no such message
      every(1000, 'tock');
      // @ts-expect-error -- no such message
      after(1000, 'tock');
      return { count: 0 };
    },
    messages: {
      tick: (live) => {
        live.assign({ count: live.state.count + 1 });
        live.stopTimers('tick');
        // @ts-expect-error -- no such message
        live.stopTimers('tock');
      },
      'step:*': (live, by: number, name) => {
        live.assign({ count: live.state.count + by });
        live.after(1000, name as `step:${string}`, by);
        // @ts-expect-error -- no such message
        live.after(1000, 'tock');
      },
    },
    events: {
      start: (live) => {
        same<typeof live.state.count, number>(true);
        live.every(1000, 'tick');
        live.every(1000, 'step:2', 2, { parked: true });
        // @ts-expect-error -- no such message
        live.every(1000, 'tock');
        anyTimer(live);
      },
      guarded: guarded(
        () => {},
        (live) => {
          // @ts-expect-error -- no such message
          live.every(1000, 'tock');
        },
      ),
    },
    // @ts-expect-error -- no such message
    invalid: (live) => live.after(1000, 'tock'),
  },
  ({ state }) => state.count,
);

/** A helper takes the context of any view. */
function anyTimer(live: LiveContext<{ count: number }>): void {
  live.every(1000, 'anything');
}

// With a schema, and where the context of `mount` has a type.
export const TimedByEvent = defineLive(
  {
    mount: ({ every, props }: MountContext<{ start: number }, 'tick'>) => {
      every(1000, 'tick');
      // @ts-expect-error -- no such message
      every(1000, 'tock');
      return { count: props.start };
    },
    messages: { tick: (live) => live.assign({ count: 0 }) },
    events: {
      add: event(step, (live, { by }) => {
        live.after(by, 'tick');
        // @ts-expect-error -- no such message
        live.after(by, 'tock');
      }),
      guarded: guarded(
        () => {},
        step,
        (live, { by }) => {
          live.after(by, 'tick');
          // @ts-expect-error -- no such message
          live.after(by, 'tock');
        },
      ),
    },
  },
  ({ state }) => state.count,
);

// A view without messages has no timers; one whose messages are not written out takes any.
export const Untimed = defineLive(
  {
    mount: ({ every }) => {
      // @ts-expect-error -- no message at all
      every(1000, 'tick');
      return {};
    },
  },
  () => null,
);
declare const handlers: Record<string, (live: LiveContext<object>) => void>;
export const Spread = defineLive(
  {
    mount: () => ({}),
    events: { start: (live) => live.every(1000, 'anything') },
    messages: { ...handlers },
  },
  () => null,
);
