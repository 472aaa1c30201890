import type { Cause } from './cause.js';

/** Receives the messages of topics. */
export interface Subscriber {
  receive(topic: string, message: unknown, cause: Cause): void;
}

/** A message on its way to those who had subscribed when it was published. */
interface Delivery {
  readonly message: unknown;
  readonly cause: Cause;
  readonly receivers: readonly Subscriber[];
  /** How many of them were served. */
  served: number;
}

/** A topic: who receives it, and the messages that wait to be delivered. */
export class Topic {
  readonly waiting: Delivery[] = [];
  /** Whether a message was dropped since nothing waited. */
  exceeded = false;
  readonly #subscribers = new Set<Subscriber>();
  /** The subscribers as messages hold them, until one comes or goes. */
  #receivers: readonly Subscriber[] | undefined;

  constructor(readonly name: string) {}

  get receivers(): readonly Subscriber[] {
    return (this.#receivers ??= [...this.#subscribers]);
  }

  has(subscriber: Subscriber): boolean {
    return this.#subscribers.has(subscriber);
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    this.#receivers = undefined;
  }

  delete(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    this.#receivers = undefined;
  }

  /** Whether nobody receives it and nothing waits. */
  get unused(): boolean {
    return this.#subscribers.size === 0 && this.waiting.length === 0;
  }
}

/** Milliseconds of deliveries before other work has its turn. */
const sliceTime = 4;
/** Receivers of one message that are served before a message of another topic has its turn. */
const share = 100;

/**
 * Delivers messages in slices of a few milliseconds, so that the event loop serves others in between. Each topic's messages
 * go in order; topics take turns.
 */
export class Deliveries {
  /** Topics with messages that wait; the first is the next to be served. */
  readonly #topics = new Set<Topic>();
  readonly #done: (topic: Topic) => void;
  #scheduled = false;

  /** @param done is told of each topic whose messages are all delivered */
  constructor(done: (topic: Topic) => void) {
    this.#done = done;
  }

  /** Whether nothing waits. */
  get idle(): boolean {
    return this.#topics.size === 0;
  }

  add(topic: Topic, delivery: Delivery): void {
    topic.waiting.push(delivery);
    this.#topics.add(topic);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.idle) return;
    this.#scheduled = true;
    setImmediate(() => this.#deliver());
  }

  #deliver(): void {
    const until = performance.now() + sliceTime;
    try {
      // A topic that has more is at the end then, and may come again within the slice.
      for (const topic of this.#topics) {
        this.#topics.delete(topic);
        this.#topics.add(topic);
        serve(topic, until);
        if (topic.waiting.length === 0) {
          this.#topics.delete(topic);
          this.#done(topic);
        }
        if (performance.now() >= until) break;
      }
    } finally {
      this.#scheduled = false;
      this.#schedule();
    }
  }
}

/** Serves a share of the receivers of a topic's next message. */
function serve(topic: Topic, until: number): void {
  const { name, waiting } = topic;
  const [delivery] = waiting as [Delivery];
  const { message, cause, receivers } = delivery;
  const end = Math.min(delivery.served + share, receivers.length);
  do {
    const receiver = receivers[delivery.served++]!;
    if (delivery.served === receivers.length) waiting.shift();
    if (topic.has(receiver)) receiver.receive(name, message, cause);
  } while (delivery.served < end && performance.now() < until);
}
