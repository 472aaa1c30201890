import { entry, type ErrorEntry, quote } from './error-entry.js';

/** Faults in messages, their topics, and the timers of regions. */
export const messageErrors = {
  /** Thrown by `publish` of @skerry/kit. */
  'no-app': entry<{ topic: string }>(
    'Message without an app',
    ({ topic }) =>
      `A message was published to the topic ${quote(topic)} where no app runs: nobody could receive it.`,
    'Publish once the app has started, from start() of src/server.ts for example: the modules of an app are loaded before, and pages are written at build without one.',
  ),
  /** Thrown by `every` and `after`. */
  'bad-timer': entry<{ view: string; problem: string }>(
    'Unusable timer',
    ({ view, problem }) => `A timer of the live view ${quote(view)} has ${problem}.`,
    'Give it a time in milliseconds, and the name of a handler in `messages` of the view: every(1000, "tick").',
  ),
  /** Thrown by `every` and `after`. */
  'too-many-timers': entry<{ view: string; message: string; limit: number }>(
    'Too many timers',
    ({ view, message, limit }) =>
      `A timer for the message ${quote(message)} was not started, since a region of the live view ${quote(view)} has ${limit} of them.`,
    'Stop those that are not needed, by live.stopTimers(message); start one in mount() in place of one in each event; or raise the limit `maxTimers`.',
  ),
  'bad-topic': entry<{ topic: unknown }>(
    'Not the name of a topic',
    ({ topic }) =>
      typeof topic === 'string'
        ? `The topic ${quote(topic)} contains a star, but a topic is named whole.`
        : `A topic was given as ${topic === null ? 'null' : typeof topic}, but must be text.`,
    'Subscribe to each topic by its name, and publish by it; a name with a star, such as "room:*", works only in `messages`.',
  ),
  /** Goes to `onError`, once for each message that begins such a chain. */
  'message-loop': entry<{ view: string; topic: string; limit: string; value: number }>(
    'Message that causes too many others',
    ({ view, topic, limit, value }) =>
      `A message of the live view ${quote(view)} to the topic ${quote(topic)} was dropped, since ` +
      (limit === 'maxMessageHops'
        ? `it ends a chain of ${value} messages, each published by the handler of the one before.`
        : `the handlers of one message have caused ${value} others already.`),
    'Publish in an event rather than in the handler of a message, or to a topic that the view does not receive, or raise the limit `maxMessageHops` or `maxCausedMessages`.',
  ),
  /** Goes to `onError`, once until no message of the topic waits. */
  'topic-busy': entry<{ topic: string; value: number }>(
    'Too many messages waiting',
    ({ topic, value }) =>
      `${value} messages of the topic ${quote(topic)} wait to be delivered, so one more was dropped.`,
    'Publish less often, make the handlers quicker, or raise the limit `maxTopicQueue`.',
  ),
  /** A warning in development, at each place once. */
  'unhandled-topic': entry<{ view: string; topic: string }>(
    'Topic without a handler',
    ({ view, topic }) =>
      `The live view ${quote(view)} subscribes to ${quote(topic)}, which its \`messages\` do not handle.`,
    'Add a handler of that name to `messages` of defineLive(), or one that ends in `*`, such as "room:*".',
  ),
} satisfies Record<string, ErrorEntry<never>>;
