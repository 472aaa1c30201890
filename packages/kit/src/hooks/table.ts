import { isRecord } from '@skerry/wire';
import type { HookName, HookPayloads } from './payloads.js';

/** What a tap may do, and what its failure does. */
export type HookKind = 'guard' | 'sync-guard' | 'waterfall' | 'observer';

/** The work in which a hook fires. */
type Way =
  | 'start'
  | 'page'
  | 'post'
  | 'connection'
  | 'join'
  | 'resume'
  | 'event'
  | 'message'
  | 'timer'
  | 'stop';

/** Says what a tap of each kind may do, and what happens where it throws, takes too long or returns something else. */
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
      tap: 'A tap may be asynchronous; the work does not wait for it, and what it returns does not count.',
      failure: 'Where a tap fails, the others still run, and `onError` fires once.',
    },
  };

/** What the table says about a hook. */
export type HookRow = { readonly ways: readonly Way[] } & (
  | { readonly kind: 'guard' | 'observer' }
  | {
      readonly kind: 'sync-guard' | 'waterfall';
      /** The member of the payload that a tap may replace, and what it may be replaced with. */
      readonly value: string;
      readonly accepts: (value: unknown) => boolean;
    }
);

const isResponse = (value: unknown): boolean => value instanceof Response;
const isText = (value: unknown): boolean => typeof value === 'string';
const anything = (): boolean => true;

const everyRender = ['page', 'post', 'join', 'resume', 'event', 'message', 'timer'] as const;
const everyTurn = ['post', 'event', 'message', 'timer'] as const;
const everyWork = ['start', 'connection', 'stop', ...everyRender] as const;

/** Every hook, in the order in which a visit meets them; {@link HookPayloads} says when each fires. */
export const hookTable = {
  onStart: { kind: 'observer', ways: ['start'] },

  beforeRequest: { kind: 'guard', ways: ['page', 'post', 'connection'] },
  beforeMount: { kind: 'guard', ways: ['page', 'post', 'join'] },
  afterMount: { kind: 'observer', ways: ['page', 'post', 'join'] },
  transformResponse: {
    kind: 'waterfall',
    value: 'response',
    accepts: isResponse,
    ways: ['page', 'post'],
  },
  onResponse: { kind: 'observer', ways: ['page', 'post'] },

  beforeConnect: { kind: 'guard', ways: ['connection'] },
  onConnect: { kind: 'observer', ways: ['connection'] },
  onReconnect: { kind: 'observer', ways: ['resume'] },
  beforeJoin: { kind: 'guard', ways: ['join'] },
  beforeResume: { kind: 'guard', ways: ['resume'] },
  onJoin: { kind: 'observer', ways: ['join', 'resume'] },

  afterReceive: { kind: 'observer', ways: ['join', 'resume', 'event'] },
  beforeEvent: { kind: 'guard', ways: ['post', 'event'] },
  onBroadcast: { kind: 'observer', ways: everyTurn },
  beforeMessage: { kind: 'sync-guard', value: 'message', accepts: anything, ways: ['message'] },
  beforeAssign: { kind: 'sync-guard', value: 'patch', accepts: isRecord, ways: everyTurn },
  afterAssign: { kind: 'observer', ways: everyTurn },
  afterEvent: { kind: 'observer', ways: ['post', 'event'] },
  afterMessage: { kind: 'observer', ways: ['message'] },
  beforeRender: { kind: 'sync-guard', value: 'state', accepts: isRecord, ways: everyRender },
  afterRender: { kind: 'observer', ways: everyRender },
  onIsland: { kind: 'observer', ways: everyRender },
  onFlush: { kind: 'observer', ways: ['join', 'resume', 'event', 'message', 'timer'] },
  beforeSend: {
    kind: 'sync-guard',
    value: 'text',
    accepts: isText,
    ways: ['join', 'resume', 'event', 'message', 'timer'],
  },

  onLeave: { kind: 'observer', ways: ['connection', 'event', 'stop'] },
  onDisconnect: { kind: 'observer', ways: ['connection', 'stop'] },
  onError: { kind: 'observer', ways: everyWork },
  onPanic: { kind: 'observer', ways: everyWork },
  onShutdown: { kind: 'observer', ways: ['stop'] },
} as const satisfies { [Name in HookName]: HookRow & { value?: keyof HookPayloads[Name] } };

/** Every hook, in the order in which a visit meets them. */
export const hookNames = Object.keys(hookTable) as HookName[];
