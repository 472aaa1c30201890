import { addListeners } from './add-listeners.js';
export { addListeners };
import { features } from '../features.js';
import type { RegionHandle } from '../region/region-handle.js';
import { isElement } from '../patch/places.js';
import { call, read } from '../unclobbered.js';
import { type AnyField, holdingOf, nearest, valueOf } from '../patch/values.js';

/** An element that is bound to an event of its region. */
export interface Binding {
  element: HTMLElement;
  /** The button that submits a form, if one does. */
  submitter?: HTMLElement | null | undefined;
  /** The element at which the event of the DOM has happened. */
  target: EventTarget | null;
  region: RegionHandle;
  type: string;
  name: string;
  /** The options behind the name of the event: `?debounce=300`. */
  options: string | undefined;
  /** The JSON behind them. */
  json: string;
}

/** Sends what an event of the DOM stands for. */
type Raise<E> = (binding: Binding, event: E) => void;

export let regionAt: (element: Element) => RegionHandle | undefined;
export let signal: AbortSignal;

/** Raises the events to which `lv-click`, `lv-submit` and `lv-input` bind elements of regions. */
export function listenForEvents(find: typeof regionAt, until: AbortSignal): void {
  regionAt = find;
  signal = until;
  bindEvents('click', sendClick);
  bindEvents('submit', (binding, event: SubmitEvent) => {
    event.preventDefault();
    sendForm(binding, event.submitter);
  });
  bindEvents('input', sendField, 'input compositionend');
}

/** Listens to events of the DOM for elements with `lv-<type>`, unless the page has handled them itself. @param events the events' names, with spaces between */
export const bindEvents = <E extends Event>(type: string, raise: Raise<E>, events = type): void =>
  addListeners(document, events, signal, (event: E) => {
    const { target } = event;
    if (isElement(target as Node) && !event.defaultPrevented)
      raiseAt(
        (features.events?.boundTo ?? nearest)(target as Element, `[lv-${type}]`),
        type,
        event,
        raise,
      );
  });

/** Raises the event to which `lv-<type>` binds an element. */
export function raiseAt<E extends Event>(
  element: Element | null,
  type: string,
  event: E,
  raise: Raise<E>,
): void {
  const region = element && regionAt(element);
  if (!region?.takesEvents) return;
  const text = call(element!, 'getAttribute', `lv-${type}`)!;
  const [, name, options, json] = /^([^\s?]*)(\S*) ?([^]*)$/.exec(text)!;
  const { target } = event;
  raise({ element, region, type, name, options, json, target } as Binding, event);
}

/** Sends the value of a field, or of all fields of the form that is bound. */
export function sendField(binding: Binding, event?: Event): void {
  const field = binding.target as AnyField;
  // A composition is no value before it ends.
  if ((event as InputEvent | undefined)?.isComposing) return;
  if (binding.element instanceof HTMLFormElement) sendForm(binding);
  else sendFields(binding, { [field.name || 'value']: valueOf(field) }, [field]);
}

/** Sends an event for which the element itself has the value. */
export function sendClick(binding: Binding, event: MouseEvent): void {
  const { element, target } = binding;
  const isLink = element.localName === 'a';
  if (isLink && (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) return;
  if (isLink || /^(submit|image)$/.test((element as HTMLInputElement).type)) event.preventDefault();
  const value = call(element, 'getAttribute', 'value');
  const payload = (extra: unknown) => (extra === undefined && value !== null ? { value } : extra);
  send(binding, payload, [target as AnyField]);
}

function sendForm(binding: Binding, submitter?: HTMLElement | null): void {
  const form = binding.element as HTMLFormElement;
  sendFields(
    { ...binding, submitter },
    valuesOf(form, submitter),
    read(form, 'elements') as Iterable<AnyField>,
  );
}

/** Sends values together with the JSON of the binding. */
export const sendFields = (binding: Binding, values: object, taken: Iterable<AnyField>): void =>
  send(binding, (extra) => ({ ...values, ...(extra as object) }), taken);

/** Sends an event. @param payload makes its value from the JSON of the binding */
export function send(
  binding: Binding,
  payload: (extra: unknown) => unknown,
  taken: Iterable<AnyField>,
): void {
  const { region, type, name, json } = binding;
  let extra: unknown;
  try {
    extra = json ? JSON.parse(json) : undefined;
  } catch (error) {
    const reason = `lv-${type}="${name} ${json}": no JSON. ${error}`;
    return region.takeRefusal({ code: 'bad-binding', reason }, { ...binding, value: json });
  }
  const took = new Map(Array.from(taken, (field) => [field, holdingOf(field)]));
  region.raiseEvent({ ...binding, value: payload(extra), took });
}

/** The values that a form would post. A repeated name gives an array; files are left out. */
export function valuesOf(form: HTMLFormElement, submitter?: HTMLElement | null): object {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new FormData(form, submitter))
    if (typeof value === 'string')
      values[name] = name in values ? [values[name]!, value].flat() : value;
  return values;
}
