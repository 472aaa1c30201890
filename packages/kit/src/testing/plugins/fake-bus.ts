import type { MessageBus } from '../../plugin/messages.js';

type Subscriber = Parameters<MessageBus['subscribe']>[1];

/** Messages without regions: each is delivered at once. */
export class FakeBus implements MessageBus {
  /** Every message, oldest first. */
  readonly published: { readonly topic: string; readonly message: unknown }[] = [];
  readonly #subscribers = new Map<string, Set<Subscriber>>();

  publish(topic: string, message?: unknown): void {
    this.published.push({ topic, message });
    for (const subscriber of this.#subscribers.get(topic) ?? []) subscriber.receive(topic, message);
  }

  subscribe(topic: string, subscriber: Subscriber): void {
    const known = this.#subscribers.get(topic) ?? new Set();
    this.#subscribers.set(topic, known.add(subscriber));
  }

  unsubscribe(topic: string, subscriber: Subscriber): void {
    this.#subscribers.get(topic)?.delete(subscriber);
  }
}
