import type { Limits } from '../../core/limits.js';
import { type Cause, type CauseLimits, causeOf } from './cause.js';
import { Deliveries, type Subscriber, Topic } from './deliveries.js';

/** The limits on messages. */
export type MessageLimits = CauseLimits & Pick<Limits, 'maxTopicQueue'>;

/** Why a message was dropped. */
export interface Dropped {
  readonly limit: keyof MessageLimits;
  /** Is true for the first message that is dropped for this reason. */
  readonly first: boolean;
}

/** Messages between regions of one process, by topic. */
export class PubSub {
  readonly #limits: MessageLimits;
  readonly #topics = new Map<string, Topic>();
  readonly #deliveries = new Deliveries((topic) => this.#delivered(topic));

  constructor(limits: MessageLimits) {
    this.#limits = limits;
  }

  /** Is true while no message waits for its delivery. */
  get idle(): boolean {
    return this.#deliveries.idle;
  }

  /** Resolves once the messages that wait now are delivered. */
  whenDelivered(): Promise<void> {
    return this.#deliveries.whenDelivered();
  }

  subscribe(name: string, subscriber: Subscriber): void {
    const topic = this.#topics.get(name) ?? new Topic(name);
    this.#topics.set(name, topic);
    topic.add(subscriber);
  }

  unsubscribe(name: string, subscriber: Subscriber): void {
    const topic = this.#topics.get(name);
    if (!topic) return;
    topic.delete(subscriber);
    this.#tidy(topic);
  }

  /**
   * Sends a message to all current subscribers of the topic except one. If a handler of messages publishes it, `before` is the
   * cause of the handled message. Returns the number of receivers, or the reason why the message was dropped.
   */
  publish(name: string, message: unknown, before?: Cause, except?: Subscriber): number | Dropped {
    const topic = this.#topics.get(name);
    const all = topic?.receivers ?? [];
    const receivers = except ? all.filter((receiver) => receiver !== except) : all;
    const cause = causeOf(before, receivers.length, this.#limits);
    if (typeof cause === 'string') return drop(cause, before!.origin);
    if (!topic || receivers.length === 0) return 0;
    if (topic.waiting.length >= this.#limits.maxTopicQueue) return drop('maxTopicQueue', topic);
    this.#deliveries.add(topic, { message, cause, receivers, served: 0 });
    return receivers.length;
  }

  #delivered(topic: Topic): void {
    topic.exceeded = false;
    this.#tidy(topic);
  }

  #tidy(topic: Topic): void {
    if (topic.unused) this.#topics.delete(topic.name);
  }
}

function drop(limit: Dropped['limit'], bounded: { exceeded: boolean }): Dropped {
  const first = !bounded.exceeded;
  bounded.exceeded = true;
  return { limit, first };
}
