import { findBlamed } from '../../core/blame.js';
import { fail } from '../../core/errors.js';
import type { Publish } from './topics.js';

/** Sends a message of a running app. */
type Send = (topic: string, message?: unknown) => void;

// Copies of kit in one process share it: each finds the apps of the others.
const key: unique symbol = Symbol.for('skerry.apps');
const shared = globalThis as { [key]?: Set<Send> };
/** The running apps, the oldest first. */
const apps = (shared[key] ??= new Set());

/** Notes that an app runs, until the function that this returns is called. */
export function addRunningApp(send: Send): () => void {
  apps.add(send);
  return () => void apps.delete(send);
}

/**
 * Sends a message to every region and plugin that subscribed to the topic, at once: from a timer, a queue, a listener of a database, a
 * module. Of several apps in the process it is the one whose code is at work, otherwise the one that was started last. In a handler
 * `live.publish` waits for the commit of its turn.
 *
 * @throws SkerryError `bad-topic`, or `no-app` where no app runs: while its modules are loaded, and at build
 * @example
 * listener.on('notification', ({ payload }) => publish('orders', payload));
 */
export const publish: Publish = (topic, ...[message]) => {
  const work = findBlamed();
  const send: Send | undefined = work?.publish
    ? (name, sent) => work.publish?.(name, sent)
    : [...apps].at(-1);
  if (!send) throw fail('no-app', { topic: String(topic) });
  send(topic, message);
};
