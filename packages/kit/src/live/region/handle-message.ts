import { isDenial } from '../../core/deny.js';
import { fail } from '../../core/errors.js';
import { estimateBytes } from '../../core/estimate-bytes.js';
import type { Cause } from '../messages/cause.js';
import type { InfoHandler } from '../author/define.js';
import { microsSince } from '../render/renderer.js';
import type { Region } from './region.js';
import { runTurn } from './run-turn.js';
import type { Subscription } from './subscriptions.js';
import { Turn } from './turn.js';

/** Takes the messages of topics for one region: each goes by its guard to its handler. */
export class InfoDesk {
  readonly #region: Region;
  /** Whether the last message found the queue full: that is reported once. */
  #full = false;

  constructor(region: Region) {
    this.#region = region;
  }

  take(subscription: Subscription, message: unknown, cause: Cause): void {
    const { view, queue, services, ended } = this.#region;
    const handler = view.info(subscription.topic);
    if (!handler || ended) return;
    const bytes = queue.busy ? bytesOf(message) : 0;
    const wasFull = this.#full;
    this.#full = !queue.takes(bytes, services.limits);
    if (this.#full) {
      if (!wasFull) this.#region.report(fail('region-busy', { view: view.id }), 'info');
      return;
    }
    queue.add(() => this.#handle(handler, subscription, message, cause), bytes);
  }

  #handle(
    handler: InfoHandler,
    subscription: Subscription,
    message: unknown,
    cause: Cause,
  ): void | Promise<void> {
    // While it waited the region may have ended, or unsubscribed.
    if (subscription.over || this.#region.ended) return;
    const { topic } = subscription;
    const { hooks } = this.#region.services;
    const region = this.#region.info;
    const verdict = hooks.beforeInfo.call({ region, topic, message });
    if (isDenial(verdict)) return;
    const accepted = verdict ? verdict.value : message;
    const started = performance.now();
    const turn = new Turn(this.#region, `info ${topic}`, cause);
    return runTurn(
      turn,
      this.#region,
      () => handler(turn.live, accepted, topic),
      (failure) => {
        if (failure) return this.#region.failed(failure.cause, 'info');
        if (this.#region.flush(turn.take()) && hooks.afterInfo.isUsed())
          hooks.afterInfo.call({ region, topic, message: accepted, micros: microsSince(started) });
      },
    );
  }
}

/** About what messages take: each is asked for by all regions that are busy when it comes. */
const known = new WeakMap<object, number>();

function bytesOf(message: unknown): number {
  if (typeof message !== 'object' || message === null) return estimateBytes(message);
  const bytes = known.get(message) ?? estimateBytes(message);
  known.set(message, bytes);
  return bytes;
}
