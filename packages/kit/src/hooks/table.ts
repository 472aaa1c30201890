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
  | 'message'
  | 'info'
  | 'timer'
  | 'stop';

/** What a tap of each kind may do, and what happens where it throws, takes too long or answers something else. */
export const kinds: Readonly<Record<HookKind, { readonly tap: string; readonly failure: string }>> =
  {
    guard: {
      tap: 'May be asynchronous. Returns deny(reason) or redirect(path) to end it there, nothing to go on.',
      failure: 'The step is refused, and onError fires.',
    },
    'sync-guard': {
      tap: 'Is synchronous. Returns deny(reason) to end it there, a replacement for the value in hand, or nothing to go on.',
      failure: 'The step is refused, and onError fires.',
    },
    waterfall: {
      tap: 'May be asynchronous. Returns the next value, or nothing to keep it.',
      failure: 'The value stays as it was, and onError fires.',
    },
    observer: {
      tap: 'Looks. May be asynchronous; the work does not wait for it.',
      failure: 'The other taps still run, and onError fires once.',
    },
  };

/** What the table says about a hook. */
export type HookRow = {
  /** When it fires. */
  readonly doc: string;
  readonly ways: readonly Way[];
} & (
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

const everyRender = ['page', 'post', 'join', 'resume', 'message', 'info', 'timer'] as const;
const everyTurn = ['post', 'message', 'info', 'timer'] as const;
const everyWork = ['start', 'connection', 'stop', ...everyRender] as const;

/** Every hook, in the order in which a visit meets them. */
export const hookTable = {
  onStart: { kind: 'observer', ways: ['start'], doc: 'The app is ready to answer.' },

  beforeRequest: {
    kind: 'guard',
    ways: ['page', 'post', 'connection'],
    doc: 'A request came in, for a page, an endpoint or a connection; nothing is done for it yet.',
  },
  beforeMount: {
    kind: 'guard',
    ways: ['page', 'post', 'join'],
    doc: 'A region is about to be mounted.',
  },
  afterMount: {
    kind: 'observer',
    ways: ['page', 'post', 'join'],
    doc: 'A region has its first state.',
  },
  transformResponse: {
    kind: 'waterfall',
    value: 'response',
    accepts: isResponse,
    ways: ['page', 'post'],
    doc: 'A response is ready to be sent; its body may still be streaming.',
  },
  onResponse: {
    kind: 'observer',
    ways: ['page', 'post'],
    doc: 'A response was sent, or broke off.',
  },

  beforeConnect: {
    kind: 'guard',
    ways: ['connection'],
    doc: 'A browser asks for a connection.',
  },
  onConnect: { kind: 'observer', ways: ['connection'], doc: 'A connection is open.' },
  onReconnect: {
    kind: 'observer',
    ways: ['resume'],
    doc: 'A browser whose connection was cut is back.',
  },
  beforeJoin: {
    kind: 'guard',
    ways: ['join'],
    doc: 'A browser asks to enter a region for the first time.',
  },
  beforeResume: {
    kind: 'guard',
    ways: ['resume'],
    doc: 'A browser asks to enter a region again after its connection was cut.',
  },
  onJoin: { kind: 'observer', ways: ['join', 'resume'], doc: 'A browser has entered a region.' },

  afterReceive: {
    kind: 'observer',
    ways: ['join', 'resume', 'message'],
    doc: 'A frame was read, and is well formed.',
  },
  beforeEvent: {
    kind: 'guard',
    ways: ['post', 'message'],
    doc: 'A declared event with a valid payload is about to be handled.',
  },
  onBroadcast: {
    kind: 'observer',
    ways: everyTurn,
    doc: 'A message was published to a topic.',
  },
  beforeInfo: {
    kind: 'sync-guard',
    value: 'message',
    accepts: anything,
    ways: ['info'],
    doc: 'A region is about to handle a message of a topic.',
  },
  beforeAssign: {
    kind: 'sync-guard',
    value: 'patch',
    accepts: isRecord,
    ways: everyTurn,
    doc: 'A handler sets members of the state.',
  },
  afterAssign: {
    kind: 'observer',
    ways: everyTurn,
    doc: 'Members of the state were set and will be committed with the turn.',
  },
  afterEvent: {
    kind: 'observer',
    ways: ['post', 'message'],
    doc: 'An event was handled and its changes are committed.',
  },
  afterInfo: {
    kind: 'observer',
    ways: ['info'],
    doc: 'A message of a topic was handled and its changes are committed.',
  },
  beforeRender: {
    kind: 'sync-guard',
    value: 'state',
    accepts: isRecord,
    ways: everyRender,
    doc: 'A region is about to be rendered; a replacement is shown, and not kept as its state.',
  },
  afterRender: { kind: 'observer', ways: everyRender, doc: 'A region was rendered.' },
  onIsland: {
    kind: 'observer',
    ways: everyRender,
    doc: 'An island was rendered on the server, on a page or in a region.',
  },
  onFlush: {
    kind: 'observer',
    ways: ['join', 'resume', 'message', 'info', 'timer'],
    doc: 'The changes of a region were handed to its connection.',
  },
  beforeSend: {
    kind: 'sync-guard',
    value: 'text',
    accepts: isText,
    ways: ['join', 'resume', 'message', 'info', 'timer'],
    doc: 'A frame is about to be sent.',
  },

  onLeave: {
    kind: 'observer',
    ways: ['connection', 'message', 'stop'],
    doc: 'A browser has left a region.',
  },
  onDisconnect: {
    kind: 'observer',
    ways: ['connection', 'stop'],
    doc: 'A connection is closed, for whatever reason.',
  },
  onError: {
    kind: 'observer',
    ways: everyWork,
    doc: "Something of ours or the app's failed and was contained.",
  },
  onPanic: {
    kind: 'observer',
    ways: everyWork,
    doc: 'Something failed and was not contained where it happened: a region was reset, or the process was reached.',
  },
  onShutdown: {
    kind: 'observer',
    ways: ['stop'],
    doc: 'The app is about to stop; it waits for the taps.',
  },
} as const satisfies { [Name in HookName]: HookRow & { value?: keyof HookPayloads[Name] } };

/** Every hook, in the order in which a visit meets them. */
export const hookNames = Object.keys(hookTable) as HookName[];
