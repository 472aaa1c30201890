import { isRecord } from '@skerry/wire';
import type { HookName, HookPayloads } from './payloads.js';

/** The kind of a hook: it decides what a tap may do, and the effect of its failure. */
export type HookKind = 'guard' | 'sync-guard' | 'waterfall' | 'observer' | 'start';

/** Describes what a tap of each kind may do, and what happens if it throws, takes too long or returns something else. */
export const kinds: Readonly<Record<HookKind, { readonly tap: string; readonly failure: string }>> =
  {
    guard: {
      tap: 'A tap may be asynchronous. It returns `deny(reason)` or `redirect(path)` to end the step, and no further tap runs; it returns nothing to go on.',
      failure: 'A tap that fails refuses the step, and `onError` fires.',
    },
    'sync-guard': {
      tap: 'A tap is synchronous. It returns `deny(reason)` to end the step, and no further tap runs; it returns a replacement for one member of the payload, or nothing to go on.',
      failure: 'A tap that fails refuses the step, and `onError` fires.',
    },
    waterfall: {
      tap: 'A tap may be asynchronous. It returns the next value of one member of the payload, or nothing to keep it.',
      failure: 'A tap that fails leaves the value as it was, and `onError` fires.',
    },
    observer: {
      tap: 'A tap may be asynchronous; the work does not wait for it, and its result is ignored.',
      failure: 'If a tap fails, the others still run, and `onError` fires once.',
    },
    start: {
      tap: 'A tap may be asynchronous; the next tap, and the start of the app, wait for it. Its result is ignored.',
      failure:
        'A tap that fails ends the start of the app with `start-failed`: no further tap runs, and `onError` fires.',
    },
  };

/** A hook in the table. */
export type HookRow =
  | { readonly kind: 'guard' | 'observer' | 'start' }
  | {
      readonly kind: 'sync-guard' | 'waterfall';
      /** The member of the payload that a tap may replace, and a check of the replacement. */
      readonly value: string;
      readonly accepts: (value: unknown) => boolean;
    };

const isResponse = (value: unknown): boolean => value instanceof Response;
const isText = (value: unknown): boolean => typeof value === 'string';
const anything = (): boolean => true;

/** Every hook, in the order in which a page load meets them; {@link HookPayloads} says when each fires. */
export const hookTable = {
  onStart: { kind: 'start' },

  beforeRequest: { kind: 'guard' },
  beforeMount: { kind: 'guard' },
  afterMount: { kind: 'observer' },
  transformResponse: {
    kind: 'waterfall',
    value: 'response',
    accepts: isResponse,
  },
  onResponse: { kind: 'observer' },

  beforeConnect: { kind: 'guard' },
  onConnect: { kind: 'observer' },
  onReconnect: { kind: 'observer' },
  beforeJoin: { kind: 'guard' },
  beforeResume: { kind: 'guard' },
  onJoin: { kind: 'observer' },

  onStateRestore: { kind: 'observer' },
  afterReceive: { kind: 'observer' },
  beforeEvent: { kind: 'guard' },
  onBroadcast: { kind: 'observer' },
  beforeMessage: { kind: 'sync-guard', value: 'message', accepts: anything },
  beforeAssign: { kind: 'sync-guard', value: 'patch', accepts: isRecord },
  afterAssign: { kind: 'observer' },
  afterEvent: { kind: 'observer' },
  afterMessage: { kind: 'observer' },
  beforeRender: { kind: 'sync-guard', value: 'state', accepts: isRecord },
  afterRender: { kind: 'observer' },
  onIsland: { kind: 'observer' },
  onFlush: { kind: 'observer' },
  beforeSend: {
    kind: 'sync-guard',
    value: 'text',
    accepts: isText,
  },

  onLeave: { kind: 'observer' },
  onDisconnect: { kind: 'observer' },
  onError: { kind: 'observer' },
  onPanic: { kind: 'observer' },
  onShutdown: { kind: 'observer' },
} as const satisfies { [Name in HookName]: HookRow & { value?: keyof HookPayloads[Name] } };

/** Every hook, in the order in which a page load meets them. */
export const hookNames = Object.keys(hookTable) as HookName[];
