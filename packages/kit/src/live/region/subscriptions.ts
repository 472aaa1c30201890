import { fail } from '../../core/errors.js';
import type { Cause } from '../messages/cause.js';
import type { Subscriber } from '../messages/deliveries.js';
import type { PubSub } from '../messages/pubsub.js';

/** Receives the messages of one region's subscriptions. */
interface Receiver {
  takeMessage(subscription: Subscription, message: unknown, cause: Cause): void;
}

/** One subscription of a region to a topic. It begins with the call, and its messages wait for the end of the turn. */
export class Subscription implements Subscriber {
  /** Is true once the turn that began it is committed. */
  kept = false;
  /** Is true if the current turn ends it. */
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

/** The topics of one region. Turns and the mount change them, one at a time; a change that is not committed is rolled back. */
export class Subscriptions {
  #subscriptions: Map<string, Subscription> | undefined;
  /** Is true while a change may be uncommitted. */
  #changed = false;

  constructor(
    readonly pubsub: PubSub,
    readonly receiver: Receiver,
  ) {}

  /** Subscribes at once; the commit keeps the subscription. */
  addTopic(topic: string): void {
    this.#changed = true;
    const subscription = this.#subscriptions?.get(topic);
    if (subscription) subscription.leaving = false;
    else this.#begin(new Subscription(topic, this.receiver));
  }

  /** Unsubscribes with the commit: without one no message may be lost. */
  removeTopic(topic: string): void {
    this.#changed = true;
    const subscription = this.#subscriptions?.get(topic);
    if (subscription?.kept) subscription.leaving = true;
    else if (subscription) this.#end(subscription);
  }

  /** Commits the last change of a topic. */
  commitTopic(topic: string): void {
    const subscription = this.#subscriptions?.get(topic);
    if (subscription?.leaving) this.#end(subscription);
    else if (subscription) subscription.kept = true;
  }

  /** Rolls back all uncommitted changes. */
  rollBackTopics(): void {
    if (!this.#changed) return;
    this.#changed = false;
    for (const subscription of this.#subscriptions?.values() ?? []) {
      subscription.leaving = false;
      if (!subscription.kept) this.#end(subscription);
    }
  }

  /** The subscription to a topic that began in the current turn. */
  begunSubscription(topic: string): Subscription | undefined {
    const subscription = this.#subscriptions?.get(topic);
    return subscription?.kept ? undefined : subscription;
  }

  /** The memory that it takes. */
  get held(): unknown {
    return this.#subscriptions && [...this.#subscriptions.keys()].map((topic) => ({ topic }));
  }

  clearTopics(): void {
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

/** Refuses a value that is no topic: `messages` may use a star, a subscription or a message names one topic. @throws SkerryError `bad-topic` */
export function checkTopic(topic: string): void {
  if (typeof topic !== 'string' || topic.includes('*')) throw fail('bad-topic', { topic });
}
