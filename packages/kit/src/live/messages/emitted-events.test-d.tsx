/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { useLive } from '@skerry/islands';
import { z } from 'zod';

import { defineLive, event } from '../author/define.js';

declare module '@skerry/wire/emitted-events' {
  interface EmittedEvents {
    'typed:sent': { readonly id: number };
    'typed:closed': undefined;
    [toast: `typed:toast:${string}`]: string;
  }
}

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

export const Chat = defineLive(
  {
    mount: () => ({ next: 1 }),
    events: {
      say: event(z.object({ text: z.string() }), (live, { text }) => {
        live.emit('typed:sent', { id: live.state.next });
        live.emit('typed:closed');
        live.emit('typed:toast:said', text);
        live.emit('other', { any: 'thing' });
        live.emit('other');
        // @ts-expect-error -- a payload of another type
        live.emit('typed:sent', { id: text });
        // @ts-expect-error -- no payload
        live.emit('typed:sent');
        // @ts-expect-error -- it has none
        live.emit('typed:closed', 1);
        // @ts-expect-error -- a payload of another type, by the pattern
        live.emit('typed:toast:said', 1);
        // @ts-expect-error -- a name is text
        live.emit(1);
      }),
    },
  },
  () => null,
);

const live = useLive<typeof Chat>()!;
live.on('typed:sent', (payload) => same<typeof payload, { readonly id: number }>(true));
live.on('typed:toast:said', (text) => same<typeof text, string>(true));
live.on('other', (level: number) => level);
// @ts-expect-error -- a payload of another type
live.on('typed:sent', (level: number) => level);
