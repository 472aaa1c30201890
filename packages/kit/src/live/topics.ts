import type { Subscriber } from './deliveries.js';
import type { PubSub } from './pubsub.js';

/** The topics of one region. */
export class Topics {
  #names: Set<string> | undefined;

  constructor(
    readonly pubsub: PubSub,
    readonly subscriber: Subscriber,
  ) {}

  add(topic: string): void {
    (this.#names ??= new Set()).add(topic);
    this.pubsub.subscribe(topic, this.subscriber);
  }

  remove(topic: string): void {
    this.#names?.delete(topic);
    this.pubsub.unsubscribe(topic, this.subscriber);
  }

  /** What it keeps in memory. */
  get held(): unknown {
    return this.#names;
  }

  clear(): void {
    for (const topic of this.#names ?? []) this.remove(topic);
  }
}
