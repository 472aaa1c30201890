import { isRecord } from '@skerry/wire';
import type { HookName, HookPayloads } from './payloads.js';

/** The kind of a hook: it decides what a tap may do, and the effect of its failure. */
export type HookKind =
  | 'guard'
  | 'sync-guard'
  | 'waterfall'
  | 'sync-waterfall'
  | 'observer'
  | 'start';

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
    'sync-waterfall': {
      tap: 'A tap is synchronous. It returns the next value of one member of the payload, or nothing to keep it.',
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

/**
 * The place that a plugin needs to tap a hook: `page` if the payload tells the page, so that a plugin of a folder hears of its own
 * pages alone; `any` if it fires for the plugin itself; `app` if only plugins of the whole app may tap it.
 */
type HookScope = 'page' | 'any' | 'app';

/** A hook in the table. */
export type HookRow = { readonly scope: HookScope } & (
  | { readonly kind: 'guard' | 'observer' | 'start' }
  | {
      readonly kind: 'sync-guard' | 'waterfall' | 'sync-waterfall';
      /** The member of the payload that a tap may replace, and a check of the replacement. */
      readonly value: string;
      readonly accepts: (value: unknown) => boolean;
    }
);

const isResponse = (value: unknown): boolean => value instanceof Response;
const isText = (value: unknown): boolean => typeof value === 'string';
const isTransport = (value: unknown): boolean =>
  isRecord(value) &&
  ['send', 'close', 'deliverTo'].every((name) => typeof value[name] === 'function');
const anything = (): boolean => true;

/** Every hook, in the order in which a page load meets them; {@link HookPayloads} says when each fires. */
export const hookTable = {
  onStart: { kind: 'start', scope: 'any' },

  beforeRequest: {
    kind: 'guard',
    scope: 'page',
  },
  onSession: { kind: 'observer', scope: 'app' },
  beforeMount: { kind: 'guard', scope: 'page' },
  afterMount: { kind: 'observer', scope: 'page' },
  transformResponse: {
    kind: 'waterfall',
    scope: 'page',
    value: 'response',
    accepts: isResponse,
  },
  onResponse: { kind: 'observer', scope: 'page' },

  beforeConnect: { kind: 'guard', scope: 'app' },
  wrapTransport: {
    kind: 'sync-waterfall',
    scope: 'app',
    value: 'transport',
    accepts: isTransport,
  },
  onConnect: { kind: 'observer', scope: 'app' },
  onReconnect: { kind: 'observer', scope: 'app' },
  beforeJoin: { kind: 'guard', scope: 'page' },
  beforeResume: { kind: 'guard', scope: 'page' },
  onJoin: { kind: 'observer', scope: 'page' },

  onStateRestore: { kind: 'observer', scope: 'page' },
  afterReceive: { kind: 'observer', scope: 'app' },
  beforeEvent: { kind: 'guard', scope: 'page' },
  onBroadcast: { kind: 'observer', scope: 'app' },
  beforeMessage: {
    kind: 'sync-guard',
    scope: 'page',
    value: 'message',
    accepts: anything,
  },
  beforeAssign: {
    kind: 'sync-guard',
    scope: 'page',
    value: 'patch',
    accepts: isRecord,
  },
  afterAssign: { kind: 'observer', scope: 'page' },
  onSanitize: { kind: 'observer', scope: 'page' },
  afterEvent: { kind: 'observer', scope: 'page' },
  afterMessage: { kind: 'observer', scope: 'page' },
  beforeRender: {
    kind: 'sync-guard',
    scope: 'page',
    value: 'state',
    accepts: isRecord,
  },
  afterRender: { kind: 'observer', scope: 'page' },
  onIsland: { kind: 'observer', scope: 'page' },
  onFlush: { kind: 'observer', scope: 'page' },
  beforeSend: {
    kind: 'sync-guard',
    scope: 'app',
    value: 'text',
    accepts: isText,
  },

  onRefuse: { kind: 'observer', scope: 'page' },
  onLeave: { kind: 'observer', scope: 'page' },
  onDisconnect: { kind: 'observer', scope: 'app' },
  onError: { kind: 'observer', scope: 'page' },
  onPanic: { kind: 'observer', scope: 'page' },
  onShutdown: { kind: 'observer', scope: 'any' },
} as const satisfies { [Name in HookName]: HookRow & { value?: keyof HookPayloads[Name] } };

/** Every hook, in the order in which a page load meets them. */
export const hookNames = Object.keys(hookTable) as HookName[];
