import { fail } from '../core/errors.js';
import type { Locals } from '../core/locals.js';
import type { Log } from '../core/log.js';
import type { Publish } from '../live/messages/topics.js';

/** The file of the code that starts and ends with the server. */
export const serverFile = 'src/server.ts';

/** The argument of `start` in `src/server.ts`. */
export interface ServerContext {
  /** Sends a message to every region and plugin that subscribed to the topic. @throws SkerryError `bad-topic` */
  readonly publish: Publish;
  readonly log: Log;
  /** Aborts when the server begins to stop, and in development when the file, or one that it imports, is edited. */
  readonly signal: AbortSignal;
  /** The data of the app: every request and every connection finds it in its own `locals`. */
  readonly locals: Locals;
}

/** Ends what `start` has begun, once nothing of the app uses it any more; awaited, within `hookTimeout`. */
export type ServerEnd = () => unknown;

/** The exports of `src/server.ts`. */
export interface ServerModule {
  /** Runs once, before the first request is answered. It may return a function that ends what it has begun. */
  readonly start: (context: ServerContext) => ServerEnd | void | Promise<ServerEnd | void>;
}

/** Checks the exports of `src/server.ts`. @throws SkerryError `bad-module` */
export function checkServer(exports: ServerModule | undefined): ServerModule | undefined {
  if (exports && typeof exports.start !== 'function')
    throw fail('bad-module', { file: serverFile, problem: 'exports no function `start`' });
  return exports;
}
