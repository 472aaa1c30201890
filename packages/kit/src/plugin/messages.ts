import { toError } from '../core/thrown.js';
import type { MessageArgument, MessageOf, TopicName } from '../live/messages/topics.js';
import { isThenable } from '../core/within.js';

/** Receives the messages of topics. */
interface Subscriber {
  receive(topic: string, message: unknown): void;
}

/** The messages of an app, as plugins use them. */
export interface MessageBus {
  publish(topic: string, message: unknown): void;
  subscribe(topic: string, subscriber: Subscriber): void;
  unsubscribe(topic: string, subscriber: Subscriber): void;
}

/** The part of a plugin's setup that sends and receives messages. */
export interface PluginMessaging {
  /** Sends a message to every region and plugin that subscribed to the topic. @throws SkerryError `bad-topic` */
  publish<T extends TopicName>(topic: T, ...message: MessageArgument<T>): void;
  /**
   * Receives the messages of a topic, until the function that it returns is called. If `fn` throws or rejects, the error is
   * reported to `onError` with the plugin's name. @throws SkerryError `bad-topic`
   */
  subscribe<T extends TopicName>(topic: T, fn: (message: MessageOf<T>) => unknown): () => void;
}

/** Joins the plugins, which are set up first, to the messages of their app; earlier calls are done then. */
export class PluginMessages {
  #bus: MessageBus | undefined;
  #waiting: ((bus: MessageBus) => void)[] = [];

  /** Joins the plugins to the messages of the app. */
  connectBus(bus: MessageBus): void {
    this.#bus = bus;
    for (const act of this.#waiting.splice(0)) act(bus);
  }

  /** The messages as one plugin sees them. */
  messagingOf(plugin: string, failed: (plugin: string, error: Error) => void): PluginMessaging {
    const report = (thrown: unknown): void => failed(plugin, toError(thrown));
    return {
      publish: (topic: string, message?: unknown) => this.#do((bus) => bus.publish(topic, message)),
      // seam: a topic has the messages that the app declares
      subscribe: (topic: string, fn: (message: any) => unknown) => {
        const receive = (_: string, message: unknown): void => {
          try {
            const done = fn(message);
            if (isThenable(done)) done.then(undefined, report);
          } catch (thrown) {
            report(thrown);
          }
        };
        const subscriber = { receive };
        this.#do((bus) => bus.subscribe(topic, subscriber));
        return () => this.#do((bus) => bus.unsubscribe(topic, subscriber));
      },
    };
  }

  #do(act: (bus: MessageBus) => void): void {
    if (this.#bus) act(this.#bus);
    else this.#waiting.push(act);
  }
}
