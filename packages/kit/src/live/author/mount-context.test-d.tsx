/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { z } from 'zod';

import { defineLive, event, guarded } from './define.js';

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

const step = z.object({ by: z.number() });

// Where `mount` takes its context apart without a type, an event with a schema learns the state too late, and the error says what to write.
export const Late = defineLive(
  {
    mount: ({ session }) => ({ count: 0, id: session.id }),
    events: {
      none: event(step, () => {}),
      calls: event(step, (live, { by }) => live.reply(by)),
      plain: (live) => live.assign({ count: live.state.count + 1 }),
    },
  },
  ({ state, on }) => {
    same<typeof state.count, number>(true);
    on.calls({ by: 1 });
    // @ts-expect-error -- the schema wants a number
    on.calls({ by: 'x' });
    return null;
  },
);
export const TooLate = defineLive(
  {
    mount: ({ session }) => ({ count: 0, id: session.id }),
    events: {
      // @ts-expect-error -- a member of AnnotateMountWithMountContext
      add: event(step, (live, { by }) => live.reply(live.state.count + by)),
      clear: guarded(
        () => {},
        // @ts-expect-error -- a member of AnnotateMountWithMountContext
        (live) => live.reply(live.state.count),
      ),
    },
  },
  () => null,
);
// Either type is enough: that of the context, or that of the state.
export const Stated = defineLive(
  {
    mount: ({ session }): { count: number; id: string } => ({ count: 0, id: session.id }),
    events: {
      add: event(step, (live, { by }) => live.assign({ count: live.state.count + by })),
      clear: guarded(
        () => {},
        (live) => live.assign({ count: live.state.count }),
      ),
    },
  },
  () => null,
);
