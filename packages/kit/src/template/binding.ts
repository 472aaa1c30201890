/** The bindings: `lv-<name>` binds an element to an event of its live view. Fields and forms give these the values of fields. */
export const fieldBindings = 'input change submit focus blur';
export const otherBindings =
  'click dblclick keydown keyup click-away mouseenter mouseleave window-keydown window-keyup window-scroll window-resize window-focus window-blur intersect viewport-top viewport-bottom command';

/** The options of bindings: attributes `lv-<name>`, or behind the name of an event, as `search?debounce=300`. */
export const bindingOptions =
  'debounce throttle queue confirm confirm-text disable-with key once threshold margin';

/** What bindings add to the payload that an event takes, by their names. */
export interface AddedPayloads {
  keydown: { key: string };
  keyup: { key: string };
  'window-keydown': { key: string };
  'window-keyup': { key: string };
  'window-scroll': { x: number; y: number };
  'window-resize': { width: number; height: number };
}

/** The order of an event and the earlier ones of its element that have no answer yet. */
export type QueuePolicy = 'queue' | 'drop' | 'latest' | 'parallel';

/** The options of a binding. Each gives a new binding with it. */
export interface BindingOptions<Bound> {
  /** Waits for a pause of so many milliseconds, or until the field is left. A submit of its form does not wait. */
  debounce(time: number | 'blur'): Bound;
  /** Sends at most one event in so many milliseconds. Of values the last one is sent when the time is over. */
  throttle(time: number): Bound;
  /**
   * While an earlier event of the element has no answer: `queue` waits for it, `drop` is not sent, `latest` takes the place of one that
   * waits, `parallel` is sent at once.
   */
  queue(policy: QueuePolicy): Bound;
  /** Asks the visitor first; with `text`, the visitor has to type it. */
  confirm(question: string, text?: string): Bound;
  /** Disables the button until the answer, and shows another text in it. */
  disableWith(text: string): Bound;
  /** Takes these keys only: `'Escape'`, `'ctrl+s'`; `mod` is the command key of a Mac and `ctrl` elsewhere. */
  key(...keys: readonly string[]): Bound;
  /** Of `lv-intersect`: the first time only. */
  once(): Bound;
  /** Of `lv-intersect`: the share of the element that has to be in view, from 0 to 1. */
  threshold(share: number): Bound;
  /** Of `lv-intersect`: how far around the window it counts as in view, as `200px`. */
  margin(margin: string): Bound;
}

/** The value of an `lv-` attribute whose element completes the payload: a binding, or an event of `on` itself. */
export interface Bindable<Payload = never> {
  /** Exists in types alone. */
  readonly '~takes': (payload: Payload) => void;
}

/** The value of an `lv-` attribute whose element completes no payload. */
export interface WholeBindable extends Bindable<unknown> {
  /** Tells it from one that the element completes. Exists in types alone, whose errors show its name. */
  readonly 'its payload, as on.event({ … }), or on.event.with({}) if lv-value-* adds to it': true;
}

/**
 * An event of a live view whose payload the element that is bound completes: with the fields of a form, or a key.
 *
 * @template Payload what the event takes; by default anything, of which no type knows what fields make of it
 */
export class FieldBinding<Payload = never>
  implements Bindable<Payload>, BindingOptions<FieldBinding<Payload>>
{
  /** Exists in types alone. */
  declare readonly '~takes': (payload: Payload) => void;
  #text: string | undefined;

  constructor(
    readonly event: string,
    readonly payload?: unknown,
    readonly options = '',
  ) {}

  debounce(time: number | 'blur'): this {
    return this.#with('debounce', time);
  }

  throttle(time: number): this {
    return this.#with('throttle', time);
  }

  queue(policy: QueuePolicy): this {
    return this.#with('queue', policy);
  }

  confirm(question: string, text?: string): this {
    const asking = this.#with('confirm', question);
    return text === undefined ? asking : asking.#with('confirm-text', text);
  }

  disableWith(text: string): this {
    return this.#with('disable-with', text);
  }

  key(...keys: readonly string[]): this {
    return this.#with('key', keys.join(' '));
  }

  once(): this {
    return this.#with('once', '');
  }

  threshold(share: number): this {
    return this.#with('threshold', share);
  }

  margin(margin: string): this {
    return this.#with('margin', margin);
  }

  #with(option: string, value: string | number): this {
    const text = `${option}=${encodeURIComponent(value)}`;
    const options = this.options === '' ? `?${text}` : `${this.options}&${text}`;
    // seam: there is one class at run time
    return new Binding(this.event, this.payload, options) as unknown as this;
  }

  /** The attribute's text: the name and the options, and the payload as JSON behind a space. */
  toString(): string {
    const { event, options, payload } = this;
    this.#text ??=
      payload === undefined ? event + options : `${event}${options} ${JSON.stringify(payload)}`;
    return this.#text;
  }
}

/** An event of a live view with its payload, as `on.increment({ by: 1 })` makes it: the value of any `lv-` attribute. */
export class Binding extends FieldBinding<unknown> implements WholeBindable {
  /** Exists in types alone, as {@link WholeBindable} says. */
  declare readonly 'its payload, as on.event({ … }), or on.event.with({}) if lv-value-* adds to it': true;
}

/** The member of an event of `on` that has its name: a function, which is a binding without payload as well. */
export const eventName = Symbol('skerry.event-name');

/** The names of the methods that add an option. */
export const optionMethods = [
  'debounce',
  'throttle',
  'queue',
  'confirm',
  'disableWith',
  'key',
  'once',
  'threshold',
  'margin',
] as const satisfies readonly (keyof BindingOptions<unknown>)[];
