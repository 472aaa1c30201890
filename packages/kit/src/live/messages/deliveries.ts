import type { Cause } from './cause.js';

/** Receives the messages of topics. */
export interface Subscriber {
  receive(topic: string, message: unknown, cause: Cause): void;
}

/** A message on its way to the subscribers at the time of its publication. */
interface Delivery {
  readonly message: unknown;
  readonly cause: Cause;
  readonly receivers: readonly Subscriber[];
  /** The number of receivers that have it. */
  served: number;
  /** Are called once all receivers have it. */
  done?: (() => void)[];
}

/** A topic: its subscribers, and the messages that wait for delivery. */
export class Topic {
  readonly waiting: Delivery[] = [];
  /** Is true once a message was dropped, until the topic is empty. */
  exceeded = false;
  readonly #subscribers = new Set<Subscriber>();
  /** The subscribers as an array that messages share, until one comes or goes. */
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

  /** Is true if it has no subscribers and no messages. */
  get unused(): boolean {
    return this.#subscribers.size === 0 && this.waiting.length === 0;
  }
}

/** Milliseconds of deliveries before other work has its turn. */
const sliceTime = 4;
/** Receivers of one message that are served before another topic has its turn. */
const share = 100;

/**
 * Delivers messages in slices of a few milliseconds, so that the event loop does other work in between. Each topic keeps the
 * order of its messages; topics take turns.
 */
export class Deliveries {
  /** Topics with messages that wait; the first is the next to be served. */
  readonly #topics = new Set<Topic>();
  readonly #done: (topic: Topic) => void;
  #scheduled = false;

  /** @param done receives each topic whose messages are all delivered */
  constructor(done: (topic: Topic) => void) {
    this.#done = done;
  }

  /** Is true while no message waits. */
  get idle(): boolean {
    return this.#topics.size === 0;
  }

  /** Resolves once the messages that wait now are delivered. */
  async whenDelivered(): Promise<void> {
    const last = [...this.#topics].map(({ waiting }) => waiting.at(-1)!);
    await Promise.all(
      last.map((each) => new Promise<void>((done) => (each.done ??= []).push(done))),
    );
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
      // A topic with more messages moves to the end, and may have another turn within the slice.
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
    if (delivery.served === receivers.length) {
      waiting.shift();
      // What awaits this goes on after the last receiver has it, even if that throws.
      for (const done of delivery.done ?? []) done();
    }
    if (topic.has(receiver)) receiver.receive(name, message, cause);
  } while (delivery.served < end && performance.now() < until);
}
