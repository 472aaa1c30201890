/** Who receives messages of topics. */
export interface Subscriber {
  receive(topic: string, message: unknown): void;
}

/** How many receivers get a message before other work has its turn. */
const slice = 100;

/** Messages between regions of one process, by topic. */
export class PubSub {
  readonly #topics = new Map<string, Set<Subscriber>>();

  subscribe(topic: string, subscriber: Subscriber): void {
    const subscribers = this.#topics.get(topic);
    if (subscribers) subscribers.add(subscriber);
    else this.#topics.set(topic, new Set([subscriber]));
  }

  unsubscribe(topic: string, subscriber: Subscriber): void {
    const subscribers = this.#topics.get(topic);
    subscribers?.delete(subscriber);
    if (subscribers?.size === 0) this.#topics.delete(topic);
  }

  /** Hands a message to all who receive the topic now, a slice at a time. Returns how many that are. */
  publish(topic: string, message: unknown): number {
    const subscribers = [...(this.#topics.get(topic) ?? [])];
    const deliver = (from: number) => {
      for (const subscriber of subscribers.slice(from, from + slice))
        if (this.#topics.get(topic)?.has(subscriber)) subscriber.receive(topic, message);
      if (from + slice < subscribers.length) setImmediate(deliver, from + slice);
    };
    if (subscribers.length > 0) setImmediate(deliver, 0);
    return subscribers.length;
  }
}
