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

/** The topics that begin as `Start` does, and the patterns that may stand for such topics. */
type BeginningWith<
  Start extends string,
  T extends Declared = Declared,
> = T extends `${Start}${string}` ? T : Start extends T ? T : never;

/** A name of a handler that has the colon of a topic, and stands for none that is declared; `never` for any other. */
type Undeclared<Name extends string> = Name extends `${string}:${string}`
  ? [Name extends `${infer Start}*` ? BeginningWith<Start> : Extract<Name, Declared>] extends [
      never,
    ]
    ? Name
    : never
  : never;

/**
 * No handler of a topic that is not declared, where {@link TopicRules} are strict. Names without a colon may be those of timers' messages.
 */
export type DeclaredNames<Name extends string> = TopicRules extends { strict: true }
  ? {
      readonly [N in Name as Undeclared<N>]?: (
        ...args: never
      ) => 'a topic that Topics declares; the message of a timer has no colon';
    }
  : unknown;

/** The messages of a topic; `unknown` if it is not declared. */
export type MessageOf<T> = T extends keyof Topics ? Topics[T] : unknown;

/** The message of a topic as an argument, which may be left out where it may be `undefined`. */
export type MessageArgument<T> =
  undefined extends MessageOf<T> ? [message?: MessageOf<T>] : [message: MessageOf<T>];

/** Sends a message to every region and plugin that subscribed to the topic. @throws SkerryError `bad-topic` */
export type Publish = <T extends TopicName>(topic: T, ...message: MessageArgument<T>) => void;
