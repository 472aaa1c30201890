import {
  type Bindable,
  Binding,
  type BindingOptions,
  eventName,
  type FieldBinding,
  optionMethods,
  type WholeBindable,
} from '../../template/binding.js';

type Known<E> = string extends keyof E ? {} : E; // oxlint-disable-line no-empty-object-type -- no events at all

/** The events of a live view as bindings for `lv-` attributes, with their payloads typed by their schemas. */
export type On<E> = Bindings<Known<E>>;

type Bindings<E> = {
  readonly [K in keyof E]: E[K] extends { readonly '~input'?: infer I }
    ? unknown extends I
      ? BindAny
      : I extends { readonly _key: unknown }
        ? BindKeyed<I>
        : BindEvent<I>
    : BindAny;
};

/**
 * Binds one event of a live view. Without a payload (`on.search()`, `on.search.debounce(300)`) the element gives it: the fields of a
 * form, the key, the place of the window.
 */
export interface BindEvent<I> extends BindKeyed<I>, Bindable<I> {
  /** Without a payload of its own: the element gives all of it. */
  (): FieldBinding<I>;
}

/** Binds an event of one form of several, which its `_key` tells: no element gives that. */
export interface BindKeyed<I> extends BindingOptions<FieldBinding<I>> {
  /** With its whole payload. */
  (payload: I): Binding;
  /** With a part of its payload: the element that it is bound to adds its fields, or its `lv-value-` attributes. */
  with(part: Partial<I>): Binding;
}

/** Binds an event without a schema, as {@link BindEvent} does. */
export interface BindAny extends WholeBindable, BindingOptions<Binding> {
  (payload?: unknown): Binding;
  with(part: unknown): Binding;
}

/** The bindings of events by their names: one for an event without payload, the same at every render. */
export function bindingsOf(events: Iterable<string>): object {
  const on: Record<string, (payload?: unknown) => Binding> = Object.create(null);
  for (const name of events) {
    const bare = new Binding(name);
    const options = optionMethods.map((option) => [
      option,
      // seam: the types of the arguments are those of the option
      (...args: unknown[]) => (bare[option] as (...all: unknown[]) => Binding).apply(bare, args),
    ]);
    on[name] = Object.assign(
      (payload?: unknown) => (payload === undefined ? bare : new Binding(name, payload)),
      { [eventName]: name, with: (part: unknown) => new Binding(name, part) },
      Object.fromEntries(options),
    );
  }
  return on;
}
