import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Interrupt } from '../../core/deny.js';
import { fail } from '../../core/errors.js';
import type { Guard } from '../../core/guard.js';
import { liveView } from '../../template/live.js';
import { settleBoundaries } from '../../template/settle-boundaries.js';
import type { Child } from '../../template/child.js';
import type { ViewTag } from '../../jsx/jsx-types.js';
import type {
  InvalidEvent,
  LiveContext,
  MountContext,
  UnmountContext,
  UnmountReason,
} from './contexts.js';
import type { MessageHandlers } from './message-handlers.js';
import type { DeclaredNames } from '../messages/topics.js';
import { bindingsOf, type On } from './on.js';
import type { DeepReadonly, PlainData } from '../../core/plain-types.js';

type Schema = StandardSchemaV1;

/**
 * The state of an event's handler where `mount` takes its context apart without a type, so that TypeScript learns the state too late. Its name is the next
 * step; any state fits it, so that handlers which use none compile.
 */
interface AnnotateMountWithMountContext {
  readonly '~opaque'?: never;
  readonly [hint: symbol]: unknown;
}

/** An event of a live view with a schema, as `event()` makes it. */
export interface LiveEvent<S, P, I, N extends string = string> {
  (live: LiveContext<S, P, N>, raw: unknown): unknown;
  readonly '~input'?: I;
}

const eventSchema = Symbol('skerry.event-schema');

/** The member of a handler that makes of a payload what plugins may see of it. */
export const disclosing = Symbol('skerry.disclosing');

/**
 * Declares an event of a live view with a schema for its payload. The handler receives the output of the schema, and only
 * payloads that the schema accepts.
 *
 * @param schema any Standard Schema (zod, valibot, arktype, …): https://standardschema.dev
 * @param handler runs as one turn of the region
 * @example
 * increment: event(z.object({ by: z.number() }), (live, { by }) => live.assign({ count: live.state.count + by }))
 */
export function event<
  Sch extends Schema,
  S = AnnotateMountWithMountContext,
  P = unknown,
  N extends string = string,
>(
  schema: Sch,
  handler: (live: LiveContext<S, P, N>, payload: StandardSchemaV1.InferOutput<Sch>) => unknown,
): LiveEvent<S, P, StandardSchemaV1.InferInput<Sch>, N> {
  // Another event may use the handler too, with a schema of its own or without one.
  // seam: the handler is only called with the output of the schema
  const guarded: LiveEvent<S, P, any, N> = (live, payload) => handler(live, payload as never);
  return Object.assign(guarded, { [eventSchema]: schema });
}

const eventGuards = Symbol('skerry.event-guards');

/**
 * Puts a guard before one event of a live view, with a schema for its payload or without one: the handler runs for visitors whom
 * the guard lets through.
 *
 * @example
 * clear: guarded(require('admin'), (live) => live.assign({ items: [] })),
 * remove: guarded(require('admin'), z.object({ id: z.string() }), (live, { id }) => live.assign(without(id, live.state))),
 */
export function guarded<
  Sch extends Schema,
  S = AnnotateMountWithMountContext,
  P = unknown,
  N extends string = string,
>(
  guard: Guard,
  schema: Sch,
  handler: (live: LiveContext<S, P, N>, payload: StandardSchemaV1.InferOutput<Sch>) => unknown,
): LiveEvent<S, P, StandardSchemaV1.InferInput<Sch>, N>;
export function guarded<
  S = AnnotateMountWithMountContext,
  P = unknown,
  N extends string = string,
  I = unknown,
>(guard: Guard, handler: LiveEvent<S, P, I, N>): LiveEvent<S, P, I, N>;
export function guarded(
  guard: Guard,
  ...[schema, checked]: [Schema, LiveEvent<any, any, any>] | [LiveEvent<any, any, any>] // seam: any view
): LiveEvent<any, any, any> {
  // A schema may be a function too.
  const handler = checked ? event(schema as Schema, checked) : (schema as LiveEvent<any, any, any>);
  const known = (handler as { [eventGuards]?: readonly Guard[] })[eventGuards] ?? [];
  const own: LiveEvent<any, any, any> = (live, payload) => handler(live, payload);
  // The other members say how the payload is checked.
  return Object.assign(own, handler, { [eventGuards]: [guard, ...known] });
}

type Handler<S, P, N extends string> = (live: LiveContext<S, P, N>, payload: unknown) => unknown;

/**
 * The definition of a live view, except its render function. `S` comes from `mount`, `E` from `events`, and `N` from the names in `messages` alone:
 * what is not to decide about a parameter has it in `NoInfer`.
 */
export interface ViewDefinition<
  P,
  S extends object,
  E extends Record<string, unknown>,
  N extends string = string,
> {
  /**
   * Makes the first state from the props and loaded data. It runs once for a region. In place of a state it may return, or throw,
   * `deny(reason)`, `redirect(path)` or `notFound()`.
   */
  mount: (
    context: MountContext<P, NoInfer<N>>,
  ) => (S & PlainData<S>) | Interrupt | Promise<(S & PlainData<S>) | Interrupt>;
  /** The events that a browser may send, by name. */
  events?: E & { readonly [name: string]: Handler<NoInfer<S>, P, NoInfer<N>> };
  /** The handlers of messages, by topic or by the name of a timer's message; a name that ends in `*` takes all topics with that beginning. */
  messages?: MessageHandlers<S, P, NoInfer<N>> & { readonly [K in N]?: unknown } & DeclaredNames<N>;
  /**
   * Handles an event whose payload its schema refuses, in place of the event's handler: assign the messages to the state. An answer to
   * a POST gets status 422. Without it the event is refused, and browsers mark the fields.
   */
  invalid?: (live: LiveContext<S, P, NoInfer<N>>, refused: InvalidEvent) => unknown;
  /** Decides about each visitor: before the mount, at each join, and before each event and message. */
  guard?: Guard;
  /** Runs once, when the region ends; the state is the last committed one. */
  unmount?: (region: UnmountContext<S, P>, reason: UnmountReason) => void;
}

/** The argument of `render`. */
export interface RenderContext<P, S, E> {
  state: DeepReadonly<S>;
  props: Readonly<P>;
  on: On<E>;
}

/** A live view: state and handlers on the server, rendered in the place of its tag. */
export interface LiveView<P = any, S extends object = any, E = any> extends ViewTag<P> {
  /** Its name: the path of its file under `src`, without `.live.tsx`. */
  readonly id: string;
  /** Its file, from the folder of the app; known in development. */
  readonly file: string | undefined;
  readonly mount: (context: MountContext<P>) => S | Interrupt | Promise<S | Interrupt>;
  readonly events: ReadonlyMap<string, EventHandler>;
  readonly messages: (topic: string) => MessageHandler | undefined;
  readonly guard: Guard | undefined;
  readonly unmount: ((region: UnmountContext<S, P>, reason: UnmountReason) => void) | undefined;
  /** Renders without boundaries. @param report receives the failures that error boundaries have replaced */
  readonly render: (
    state: Readonly<S>,
    props: Readonly<P>,
    report?: (error: Error) => void,
  ) => unknown;
  readonly '~events'?: E;
}

/** One declared event, ready to be called. */
export interface EventHandler {
  readonly schema: Schema | undefined;
  readonly handle: (live: LiveContext<any, any>, payload: unknown) => unknown; // seam: any view
  /** Makes of a payload what plugins may see of it, if that is not all. */
  readonly disclose?: ((payload: unknown) => unknown) | undefined;
  /** Decide about the event, before the handler runs. */
  readonly guards: readonly Guard[];
  /** Runs in place of the handler where the schema refuses a payload. */
  readonly invalid?: ((live: LiveContext<any, any>, refused: InvalidEvent) => unknown) | undefined; // seam: any view
}

/** The handler of messages of a topic. */
export type MessageHandler = (
  live: LiveContext<any, any>,
  message: unknown,
  topic: string,
) => unknown; // seam: any view

let unnamed = 0;

/**
 * Makes a live view. Types are inferred from `mount` and `events`: no type arguments are needed.
 *
 * @param view its state, events and messages
 * @param render its markup; synchronous and pure
 * @param id its name; the compiler fills it in
 * @param file its file, in development; the compiler fills it in
 * @throws SkerryError `bad-view`
 * @example
 * export default defineLive(
 *   { mount: () => ({ count: 0 }), events: { add: (live) => live.assign({ count: live.state.count + 1 }) } },
 *   ({ state, on }) => <button lv-click={on.add()}>{state.count}</button>,
 * )
 */
export function defineLive<
  P,
  S extends object,
  E extends Record<string, unknown>,
  N extends string = never,
>(
  view: ViewDefinition<P, S, E, N>,
  render: (context: RenderContext<P, S, E>) => Child,
  id = `live-${++unnamed}`,
  file?: string,
): LiveView<P, S, E> {
  if (typeof view?.mount !== 'function')
    throw fail('bad-view', { view: id, problem: 'has no mount function' });
  if (view.guard !== undefined && typeof view.guard !== 'function')
    throw fail('bad-view', { view: id, problem: 'has a `guard` that is not a function' });
  if (view.invalid !== undefined && typeof view.invalid !== 'function')
    throw fail('bad-view', { view: id, problem: 'has an `invalid` that is not a function' });
  if (typeof render !== 'function')
    throw fail('bad-view', { view: id, problem: 'has no render function as its second argument' });
  for (const name of Object.keys(view.events ?? {}))
    if (/[\s?]/.test(name))
      throw fail('bad-view', {
        view: id,
        problem: `has an event named ${JSON.stringify(name)}: names contain no space and no "?"`,
      });
  const events = new Map(
    Object.entries(view.events ?? {}).map(([name, handler]) => [
      name,
      toEvent(handler, view.invalid),
    ]),
  );
  const on = bindingsOf(events.keys()) as On<E>;
  const made = {
    [liveView]: true,
    id,
    file,
    mount: view.mount,
    events,
    messages: topicTable(view.messages ?? {}),
    guard: view.guard,
    unmount: view.unmount,
    render: (state: Readonly<S>, props: Readonly<P>, report = () => {}) =>
      // seam: the same state, whose type shows that nobody may change it
      settleBoundaries(() => render({ state: state as DeepReadonly<S>, props, on }), report),
  };
  // seam: the tag's constructor exists in types alone
  return made as unknown as LiveView<P, S, E>;
}

const toEvent = (
  handler: Handler<any, any, any> & {
    [eventSchema]?: Schema;
    [disclosing]?: EventHandler['disclose'];
    [eventGuards]?: readonly Guard[];
  },
  invalid: EventHandler['invalid'],
): EventHandler => ({
  schema: handler[eventSchema],
  handle: handler,
  disclose: handler[disclosing],
  guards: handler[eventGuards] ?? [],
  invalid,
});

function topicTable(
  messages: Readonly<Record<string, MessageHandler | undefined>>,
): (topic: string) => MessageHandler | undefined {
  const exact = new Map(Object.entries(messages));
  const prefixes = [...exact.keys()]
    .filter((name) => name.endsWith('*'))
    .sort((a, b) => b.length - a.length);
  return (topic) => {
    const prefix = exact.has(topic)
      ? topic
      : prefixes.find((name) => topic.startsWith(name.slice(0, -1)));
    return prefix === undefined ? undefined : exact.get(prefix);
  };
}
