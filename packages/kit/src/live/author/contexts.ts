import type { Issue } from '@skerry/wire';

import type { Redirect } from '../../core/deny.js';
import type { CheckedPath } from '../../core/routes.js';
import type { Loadable } from '../../core/loadable.js';
import type { Locals } from '../../core/locals.js';
import type { LiveSession } from '../../core/session.js';
import type { DeepReadonly } from '../../core/plain-types.js';
import type { EmittedArgument, EmittedName } from '../messages/emitted-events.js';
import type { MessageArgument, MessageOf, TopicName } from '../messages/topics.js';

/** Keys of a state whose members are {@link Loadable}. */
type LoadableKey<S> = {
  [K in keyof S]: S[K] extends Loadable<unknown> ? K : never;
}[keyof S];

type LoadableValue<V> = V extends Loadable<infer T> ? T : never;

/** Loads data; the signal aborts when the data is no longer needed. */
export type Loader<T> = (signal: AbortSignal) => Promise<T>;

/** The options of a timer of a region. */
export interface TimerOptions {
  /** True if it runs while no browser shows the region, too: until `parkTimeout` ends it. */
  readonly parked?: boolean | undefined;
}

/** The messages that a timer may deliver, by the names of the handlers in `messages`; one that ends in `*` stands for many. */
export type TimerMessage<N extends string> = [N] extends [never]
  ? 'a message that `messages` of the view handles, which has none'
  : N extends `${infer Start}*`
    ? `${Start}${string}`
    : N;

/** The payload of a timer's message, and its options. */
export type TimerArguments<T> =
  undefined extends MessageOf<T>
    ? [payload?: MessageOf<T>, options?: TimerOptions]
    : [payload: MessageOf<T>, options?: TimerOptions];

/** The timers of a region, as handlers and `mount` start them. `N` are the names in `messages` of the view. */
export interface RegionTimers<N extends string = string> {
  /**
   * Delivers a message to the handler of that name in `messages` of the view, again and again. It begins with the commit of the turn, or
   * with the first state if `mount` asks for it, and ends with the region, by `live.stopTimers`, or at once by the function that this
   * returns. A page that no browser joins has none. While no browser shows the region it rests, unless `parked` is true: what was due is
   * delivered once when a browser is back. Of each timer at most one message waits.
   *
   * @param milliseconds from 1 to 2^31 - 1
   * @throws SkerryError `bad-timer`, `too-many-timers`
   */
  every<T extends TimerMessage<N>>(
    milliseconds: number,
    message: T,
    ...payload: TimerArguments<T>
  ): () => void;
  /** Delivers a message once, after a time; otherwise as {@link every}. @throws SkerryError `bad-timer`, `too-many-timers` */
  after<T extends TimerMessage<N>>(
    milliseconds: number,
    message: T,
    ...payload: TimerArguments<T>
  ): () => void;
}

/**
 * A region in one of its turns, as handlers see it. Calls are staged and committed at the end of the turn, or at
 * `await live.flush()`; a throw drops everything staged. After the turn, for example in a timer, `state`, `props`, `session`
 * and `locals` can still be read; every call does nothing, and `onError` reports it (`turn-ended`).
 */
export interface LiveContext<S, P = unknown, N extends string = string> extends RegionTimers<N> {
  /** The state, with the assignments of this turn. */
  readonly state: DeepReadonly<S>;
  readonly props: Readonly<P>;
  /** The visitor's session. `end()` is staged; to renew the session, redirect to a page or an endpoint that renews it. */
  readonly session: LiveSession;
  /** The data that the guards of the page's connection have set; it is shared by the regions of the page. */
  readonly locals: Locals;
  /** Aborts when the turn or the region ends. */
  readonly signal: AbortSignal;
  /** Replaces members of the state. State is replaced, never mutated. */
  assign(patch: Partial<DeepReadonly<S>>): void;
  /** Commits everything staged and sends it, so that the browser shows it while the turn goes on. */
  flush(): Promise<void>;
  /**
   * Loads data into a member of the state, after the turn: `pending` at once, then `ready` or `failed`. A later call
   * with the same key replaces the earlier one. An error of the loader is reported; visitors see its message in development,
   * and in production if it is a `VisibleError`. A loader may take `loadTimeout`.
   */
  load<K extends LoadableKey<S>>(key: K, loader: Loader<LoadableValue<S[K]>>): void;
  /** Loads a member of the state again whose load has failed, with the same loader; does nothing for any other. */
  retry(key: LoadableKey<S>): void;
  /**
   * Receives the messages of a topic, by `messages` of the view. The subscription begins with the call: messages wait until the
   * turn is over, and are dropped if it fails.
   *
   * @throws SkerryError `bad-topic`
   */
  subscribe(topic: TopicName): void;
  /** Stops receiving the messages of a topic, once the turn is committed. @throws SkerryError `bad-topic` */
  unsubscribe(topic: TopicName): void;
  /** Sends a message to every region that subscribed to the topic, including this one. @throws SkerryError `bad-topic` */
  publish<T extends TopicName>(topic: T, ...message: MessageArgument<T>): void;
  /** Stops the timers that deliver a message, once the turn is committed. */
  stopTimers(message: TimerMessage<N>): void;
  /** Sends an event to the page: `live:<name>` on the region's element, with the payload as its `detail`. {@link EmittedEvents} types both. */
  emit<Name extends EmittedName>(name: Name, ...payload: EmittedArgument<Name>): void;
  /** Has the page's browser tell users of assistive technology something that the page shows elsewhere, or not at all. */
  announce(text: string): void;
  /**
   * Cleans markup that a visitor has written, for `unsafeHtml`: the elements of texts stay, and everything goes that could run, reach out of
   * its place, or pose as Skerry's. Keep the result in the state. Pages import `sanitize`.
   *
   * @throws SkerryError `not-markup`
   */
  sanitize(html: string): string;
  /** Answers the event of this turn with a value: what the page's own code waits for, with `useLive().send` or `sendEvent`. */
  reply(value: unknown): void;
  /**
   * Sends the browser to another page of this site, or where `redirect.external(url)` says. `return redirect(to)` does the same.
   *
   * @throws SkerryError `bad-redirect`
   */
  redirect<const To extends string>(to: CheckedPath<To> | Redirect): void;
  /** Sets the title of the document. */
  title(text: string): void;
  /** Makes the form whose event this turn handles show the server's values again, in place of the visitor's entries. */
  resetForm(): void;
  /**
   * Marks what the visitor sent as invalid: an answer to a POST gets status 422. Everything else of the turn happens as usual,
   * so assign the errors to the state as well.
   */
  invalid(): void;
}

/** An event whose payload its schema refuses, as `invalid` of a view sees it. */
export interface InvalidEvent {
  /** The name of the event. */
  readonly event: string;
  /** What the schema says: the path of each value, and the message for visitors. */
  readonly issues: readonly Issue[];
}

/** The argument of `mount`. */
export interface MountContext<P = unknown, N extends string = string> extends RegionTimers<N> {
  readonly props: Readonly<P>;
  readonly session: LiveSession;
  /** The data that guards have set, for the page's request or, if the region is mounted later, for the connection. */
  readonly locals: Locals;
  /** Aborts when the mount takes too long, or is no longer needed. */
  readonly signal: AbortSignal;
  /**
   * Receives the messages of a topic, by `messages` of the view. The subscription begins with the call: messages wait for the
   * first state.
   *
   * @throws SkerryError `bad-topic`
   */
  subscribe(topic: TopicName): void;
  /** Cleans markup that a visitor has written; as in {@link LiveContext}. */
  sanitize(html: string): string;
  /** Loads data into the member of the state that this returns: `mount: ({ load }) => ({ tides: load('tides', loader) })`. */
  load<T>(key: string, loader: Loader<T>): Loadable<T>;
}

/** The region that ends, as `unmount` sees it. */
export interface UnmountContext<S, P = unknown> {
  readonly state: DeepReadonly<S>;
  readonly props: Readonly<P>;
  /** Sends a message to the regions that go on: others may show who is there. @throws SkerryError `bad-topic` */
  publish<T extends TopicName>(topic: T, ...message: MessageArgument<T>): void;
}

/** The reason for the end of a region. */
export type UnmountReason =
  /** The page removed its element. */
  | 'left'
  /** No browser came back within the park time. */
  | 'expired'
  /** Too many regions were parked. */
  | 'evicted'
  /** Its session was ended or renewed. */
  | 'session-ended'
  /** It failed, and is mounted anew. */
  | 'reset'
  /** The server stops. */
  | 'shutdown';

/** A member of a state that `live.load` will fill. */
export const pending = <T>(): Loadable<T> => ({ status: 'pending' });
