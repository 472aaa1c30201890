import type { HookName } from './payloads.js';

/** A way into an app, and the hooks that fire on it. */
export interface Walk {
  /** The way, in a few words. */
  readonly way: string;
  /** The hooks in the order in which each fires first; a test goes the way in a running app. */
  readonly hooks: readonly HookName[];
}

const turn = ['beforeAssign', 'afterAssign'] as const;
const render = ['beforeRender', 'afterRender'] as const;
const answer = ['transformResponse', 'onResponse'] as const;

/** Every way into an app. Not every visit meets every hook: a page without a region mounts nothing. */
export const walks = {
  start: { way: 'the start of the app', hooks: ['onStart'] },
  page: {
    way: 'a request for a page',
    hooks: [
      'beforeRequest',
      'onSession',
      'beforeMount',
      'afterMount',
      ...render,
      'onIsland',
      ...answer,
    ],
  },
  stream: {
    way: 'a page with late content',
    hooks: ['beforeRequest', ...answer, 'onFlush'],
  },
  endpoint: { way: 'a request for an endpoint', hooks: ['beforeRequest', ...answer] },
  post: {
    way: 'a form that is posted without script, to a server that has started anew',
    hooks: [
      'beforeRequest',
      'beforeJoin',
      'beforeMount',
      'afterMount',
      'onStateRestore',
      'beforeEvent',
      ...turn,
      'afterEvent',
      ...render,
      ...answer,
    ],
  },
  connect: {
    way: 'a browser that connects',
    hooks: ['beforeRequest', 'beforeConnect', 'wrapTransport', 'onConnect'],
  },
  join: {
    way: 'a browser that joins a region',
    hooks: ['afterReceive', 'beforeJoin', 'beforeSend', 'onJoin'],
  },
  event: {
    way: 'an event that publishes a message, and shows a region inside its own',
    hooks: [
      'afterReceive',
      'beforeEvent',
      ...turn,
      'onSanitize',
      'beforeRender',
      'afterRender',
      'beforeMount',
      'afterMount',
      'onIsland',
      'beforeSend',
      'onFlush',
      'onBroadcast',
      'afterEvent',
    ],
  },
  message: {
    way: 'a message of a topic',
    hooks: [
      'onBroadcast',
      'beforeMessage',
      ...turn,
      ...render,
      'beforeSend',
      'onFlush',
      'afterMessage',
    ],
  },
  resume: {
    way: 'a browser that comes back to a region',
    hooks: ['afterReceive', 'beforeResume', 'beforeSend', 'onJoin', 'onReconnect'],
  },
  refusal: {
    way: 'an event that is refused',
    hooks: ['afterReceive', 'beforeEvent', 'onRefuse', 'beforeSend'],
  },
  failure: {
    way: 'an event whose handler throws, twice',
    hooks: ['afterReceive', 'beforeEvent', 'beforeSend', 'onError', 'onPanic', 'onLeave'],
  },
  leave: {
    way: 'a browser that leaves a region, and closes its connection',
    hooks: ['afterReceive', 'beforeSend', 'onLeave', 'onDisconnect'],
  },
  login: { way: 'a session that is renewed', hooks: ['beforeRequest', 'onSession', ...answer] },
  logout: {
    way: 'a session that is ended while its page is open',
    hooks: ['beforeRequest', 'onSession', ...answer],
  },
  stop: { way: 'the stop of the app', hooks: ['onShutdown', 'onLeave', 'onDisconnect'] },
} as const satisfies Readonly<Record<string, Walk>>;

/** The ways on which a hook fires. */
export const waysOf = (hook: HookName): string[] =>
  Object.values<Walk>(walks)
    .filter(({ hooks }) => hooks.includes(hook))
    .map(({ way }) => way);
