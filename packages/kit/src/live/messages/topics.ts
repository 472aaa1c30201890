/**
 * The topics of an app, and the type of the messages of each. An app declares them; a pattern stands for many topics. Publishing,
 * subscribing and the handlers of messages are checked against it.
 *
 * @example
 * declare module '@skerry/kit' {
 *   interface Topics {
 *     'harbour:notice': string;
 *     [ship: `ship:${string}`]: { position: [number, number] };
 *   }
 * }
 */
export interface Topics {}

/**
 * The rules for topics. By default a topic that {@link Topics} does not declare may be used, and its messages are `unknown`; an app that
 * declares all of its topics has TypeScript refuse others.
 *
 * @example
 * declare module '@skerry/kit' {
 *   interface TopicRules {
 *     strict: true;
 *   }
 * }
 */
export interface TopicRules {}

type Declared = keyof Topics & string;

/** The name of a topic, as {@link TopicRules} has it. */
export type TopicName = TopicRules extends { strict: true } ? Declared : Declared | (string & {}); // oxlint-disable-line no-empty-object-type -- editors suggest the declared ones

/** The messages of a topic; `unknown` if it is not declared. */
export type MessageOf<T> = T extends keyof Topics ? Topics[T] : unknown;

/** The message of a topic as an argument, which may be left out where it may be `undefined`. */
export type MessageArgument<T> =
  undefined extends MessageOf<T> ? [message?: MessageOf<T>] : [message: MessageOf<T>];

/** Sends a message to every region and plugin that subscribed to the topic. @throws SkerryError `bad-topic` */
export type Publish = <T extends TopicName>(topic: T, ...message: MessageArgument<T>) => void;
