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

/** A way into an app, on which hooks fire. */
export type Way = keyof typeof ways;

/** Describes each way into an app. */
export const ways = {
  start: 'the start of the app',
  page: 'a request for a page',
  stream: 'the late content of a page',
  endpoint: 'a request for an endpoint',
  post: 'a form that is posted without script',
  connect: 'a browser that connects',
  join: 'a browser that joins a region',
  resume: 'a browser that comes back to a region',
  event: 'an event of a region',
  message: 'a message of a topic',
  login: 'a session that is renewed',
  logout: 'a session that is ended',
  refusal: 'something that is refused',
  failure: 'a handler that throws, and a region that is reset',
  leave: 'a browser that leaves a region, and disconnects',
  stop: 'the stop of the app',
} as const;

/**
 * The place that a plugin needs to tap a hook: `page` if the payload tells the page, so that a plugin of a folder hears of its own
 * pages alone; `any` if it fires for the plugin itself; `app` if only plugins of the whole app may tap it.
 */
type HookScope = 'page' | 'any' | 'app';

interface AnyRow {
  readonly scope: HookScope;
  /** The ways on which it fires; a test walks each in a running app. */
  readonly ways: readonly Way[];
}

/** A hook in the table. */
export type HookRow = AnyRow &
  (
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
  onStart: { kind: 'start', scope: 'any', ways: ['start'] },

  beforeRequest: {
    kind: 'guard',
    scope: 'page',
    ways: ['page', 'stream', 'endpoint', 'post', 'connect'],
  },
  onSession: { kind: 'observer', scope: 'app', ways: ['page', 'login', 'logout'] },
  beforeMount: { kind: 'guard', scope: 'page', ways: ['page', 'event'] },
  afterMount: { kind: 'observer', scope: 'page', ways: ['page', 'event'] },
  transformResponse: {
    kind: 'waterfall',
    scope: 'page',
    ways: ['page', 'stream', 'endpoint', 'post'],
    value: 'response',
    accepts: isResponse,
  },
  onResponse: { kind: 'observer', scope: 'page', ways: ['page', 'stream', 'endpoint', 'post'] },

  beforeConnect: { kind: 'guard', scope: 'app', ways: ['connect'] },
  wrapTransport: {
    kind: 'sync-waterfall',
    scope: 'app',
    ways: ['connect'],
    value: 'transport',
    accepts: isTransport,
  },
  onConnect: { kind: 'observer', scope: 'app', ways: ['connect'] },
  onReconnect: { kind: 'observer', scope: 'app', ways: ['resume'] },
  beforeJoin: { kind: 'guard', scope: 'page', ways: ['post', 'join'] },
  beforeResume: { kind: 'guard', scope: 'page', ways: ['resume'] },
  onJoin: { kind: 'observer', scope: 'page', ways: ['join', 'resume'] },

  onStateRestore: { kind: 'observer', scope: 'page', ways: ['post'] },
  afterReceive: { kind: 'observer', scope: 'app', ways: ['join', 'resume', 'event', 'leave'] },
  beforeEvent: { kind: 'guard', scope: 'page', ways: ['post', 'event'] },
  onBroadcast: { kind: 'observer', scope: 'app', ways: ['message'] },
  beforeMessage: {
    kind: 'sync-guard',
    scope: 'page',
    ways: ['message'],
    value: 'message',
    accepts: anything,
  },
  beforeAssign: {
    kind: 'sync-guard',
    scope: 'page',
    ways: ['post', 'event', 'message'],
    value: 'patch',
    accepts: isRecord,
  },
  afterAssign: { kind: 'observer', scope: 'page', ways: ['post', 'event', 'message'] },
  onSanitize: { kind: 'observer', scope: 'page', ways: ['post', 'event'] },
  afterEvent: { kind: 'observer', scope: 'page', ways: ['post', 'event'] },
  afterMessage: { kind: 'observer', scope: 'page', ways: ['message'] },
  beforeRender: {
    kind: 'sync-guard',
    scope: 'page',
    ways: ['page', 'post', 'event', 'message'],
    value: 'state',
    accepts: isRecord,
  },
  afterRender: { kind: 'observer', scope: 'page', ways: ['page', 'post', 'event', 'message'] },
  onIsland: { kind: 'observer', scope: 'page', ways: ['page'] },
  onFlush: { kind: 'observer', scope: 'page', ways: ['stream', 'event', 'message'] },
  beforeSend: {
    kind: 'sync-guard',
    scope: 'app',
    ways: ['join', 'resume', 'event', 'message', 'leave'],
    value: 'text',
    accepts: isText,
  },

  onRefuse: { kind: 'observer', scope: 'page', ways: ['refusal'] },
  onLeave: { kind: 'observer', scope: 'page', ways: ['leave'] },
  onDisconnect: { kind: 'observer', scope: 'app', ways: ['leave'] },
  onError: { kind: 'observer', scope: 'page', ways: ['failure'] },
  onPanic: { kind: 'observer', scope: 'page', ways: ['failure'] },
  onShutdown: { kind: 'observer', scope: 'any', ways: ['stop'] },
} as const satisfies { [Name in HookName]: HookRow & { value?: keyof HookPayloads[Name] } };

/** Every hook, in the order in which a page load meets them. */
export const hookNames = Object.keys(hookTable) as HookName[];
