import { fail } from '../../core/errors.js';
import type { Cause } from '../messages/cause.js';
import type { Subscriber } from '../messages/deliveries.js';
import type { PubSub } from '../messages/pubsub.js';

/** Receives the messages of one region's subscriptions. */
interface Receiver {
  takeMessage(subscription: Subscription, message: unknown, cause: Cause): void;
}

/** One subscription of a region to a topic: it receives from the call on, and its messages wait for its turn to end. */
export class Subscription implements Subscriber {
  /** Whether the turn that began it is committed. */
  kept = false;
  /** Whether the turn that goes on ends it. */
  leaving = false;
  over = false;

  constructor(
    readonly topic: string,
    readonly receiver: Receiver,
  ) {}

  receive(_topic: string, message: unknown, cause: Cause): void {
    this.receiver.takeMessage(this, message, cause);
  }
}

/** The topics of one region. Its turns and its mount change them one at a time; a change that is not committed is taken back. */
export class Subscriptions {
  #subscriptions: Map<string, Subscription> | undefined;
  /** Whether there may be changes that are not committed. */
  #changed = false;

  constructor(
    readonly pubsub: PubSub,
    readonly receiver: Receiver,
  ) {}

  /** Subscribes, at once; for good with the commit. */
  add(topic: string): void {
    this.#changed = true;
    const subscription = this.#subscriptions?.get(topic);
    if (subscription) subscription.leaving = false;
    else this.#begin(new Subscription(topic, this.receiver));
  }

  /** Unsubscribes with the commit, since messages must not be lost where there is none. */
  remove(topic: string): void {
    this.#changed = true;
    const subscription = this.#subscriptions?.get(topic);
    if (subscription?.kept) subscription.leaving = true;
    else if (subscription) this.#end(subscription);
  }

  /** Makes what was last asked of a topic so. */
  commit(topic: string): void {
    const subscription = this.#subscriptions?.get(topic);
    if (subscription?.leaving) this.#end(subscription);
    else if (subscription) subscription.kept = true;
  }

  /** Takes back what is not committed. */
  rollBack(): void {
    if (!this.#changed) return;
    this.#changed = false;
    for (const subscription of this.#subscriptions?.values() ?? []) {
      subscription.leaving = false;
      if (!subscription.kept) this.#end(subscription);
    }
  }

  /** The subscription to a topic that began in the turn that goes on. */
  begun(topic: string): Subscription | undefined {
    const subscription = this.#subscriptions?.get(topic);
    return subscription?.kept ? undefined : subscription;
  }

  /** What it keeps in memory. */
  get held(): unknown {
    return this.#subscriptions && [...this.#subscriptions.keys()].map((topic) => ({ topic }));
  }

  clear(): void {
    for (const subscription of this.#subscriptions?.values() ?? []) this.#end(subscription);
  }

  #begin(subscription: Subscription): void {
    const { topic } = subscription;
    (this.#subscriptions ??= new Map()).set(topic, subscription);
    this.pubsub.subscribe(topic, subscription);
  }

  #end(subscription: Subscription): void {
    const { topic } = subscription;
    subscription.over = true;
    this.#subscriptions?.delete(topic);
    this.pubsub.unsubscribe(topic, subscription);
  }
}

/** Refuses what can be no topic: `info` may name many by a star, a subscription or a message goes by one whole name. */
export function checkTopic(topic: string): void {
  if (typeof topic !== 'string' || topic.includes('*')) throw fail('bad-topic', { topic });
}
