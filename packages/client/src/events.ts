import { type AnyField, noteChoice, noteSent, valueOf } from './fields.js';
import { on } from './on.js';
import type { Region } from './region.js';
import { call, read } from './unclobbered.js';

/** An element that is bound to an event of its region. */
interface Binding {
  element: HTMLElement;
  /** What submits the form, where it is one and something does. */
  submitter?: HTMLElement | null;
  region: Region;
  type: string;
  name: string;
  /** What the binding adds, as JSON. */
  json: string;
}

/** Raises the events that elements in regions are bound to by `lv-click`, `lv-submit` and `lv-input`. */
export function listen(
  regionAt: (element: Element) => Region | undefined,
  signal: AbortSignal,
): void {
  const bind = <E extends Event>(
    events: string,
    type: string,
    raise: (binding: Binding, event: E) => void,
  ) =>
    on(document, events, signal, (event: E) => {
      const element = boundTo(event.target as HTMLElement, type) as HTMLElement;
      const region = element && regionAt(element);
      if (!region?.takesEvents || event.defaultPrevented) return;
      const [, name, json] = /^(\S*) ?([^]*)$/.exec(call(element, 'getAttribute', `lv-${type}`)!)!;
      raise({ element, region, type, name: name!, json: json! }, event);
    });

  on(document, 'focusin input', signal, ({ target }) => {
    if (regionAt(target as Element)) void noteChoice(target as Element);
  });
  bind('click', 'click', sendClick);
  bind('submit', 'submit', (binding, event: SubmitEvent) => {
    event.preventDefault();
    sendForm(binding, event);
  });
  bind('input compositionend', 'input', (binding, event: InputEvent) => {
    const field = event.target as AnyField;
    // What an input method composes is no value before it ends.
    if (event.isComposing) return;
    if (binding.element instanceof HTMLFormElement) sendForm(binding, event);
    else sendFields(binding, { [field.name || 'value']: valueOf(field) }, [field]);
  });
}

/** The element whose binding hears an event of this one. A form hears its own fields, wherever they are. */
function boundTo(target: HTMLElement, type: string): HTMLElement | null {
  const bound = `[lv-${type}]`;
  const element = call(target, 'closest', bound) as HTMLElement | null;
  const form = type === 'input' ? read(target as HTMLInputElement, 'form') : undefined;
  if (form === undefined || (element && !(element instanceof HTMLFormElement))) return element;
  return form && call(form, 'matches', bound) ? form : null;
}

/** Whether browsers let a click on a label be followed by one on its field, which the bound element hears as well. */
function isPassedOn(element: Element, target: Element): boolean {
  const label = call(target, 'closest', interactive) as Partial<HTMLLabelElement> | null;
  const field = label?.control;
  return !!field && call(element, 'contains', field) && !call(field, 'matches', ':disabled');
}

/** What keeps a click for itself inside of a label, and labels. */
const interactive = 'label,a[href],button,input,select,textarea,details,[controls],[usemap]';

function sendClick(binding: Binding, event: MouseEvent): void {
  const { element } = binding;
  if (isPassedOn(element, event.target as Element)) return;
  const isLink = element.localName === 'a';
  if (isLink && (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) return;
  if (isLink || /^(submit|image)$/.test((element as HTMLInputElement).type)) event.preventDefault();
  const value = call(element, 'getAttribute', 'value');
  send(binding, (extra) => (extra === undefined && value !== null ? { value } : extra), [element]);
}

function sendForm(binding: Binding, event: Event): void {
  const form = binding.element as HTMLFormElement;
  const { submitter } = event as SubmitEvent;
  sendFields({ ...binding, submitter }, valuesOf(form, submitter), read(form, 'elements'));
}

const sendFields = (binding: Binding, values: object, fields: Iterable<Element>): void =>
  send(binding, (extra) => ({ ...values, ...(extra as object) }), fields);

/** Sends what `payload` makes of what the binding adds. */
function send(
  { region, type, name, json, element, submitter }: Binding,
  payload: (extra: unknown) => unknown,
  fields: Iterable<Element>,
): void {
  let extra: unknown;
  try {
    extra = json ? JSON.parse(json) : undefined;
  } catch {
    const reason = `lv-${type}="${name} ${json}": behind the name of the event goes JSON, as {"by": 1}, or nothing.`;
    return region.refused({ code: 'bad-binding', reason }, { type, name, value: json, element });
  }
  const event = { type, name, value: payload(extra), element, submitter };
  if (!region.raise(event)) return;
  for (const field of fields) noteSent(field, event);
}

/** What a form would post: a name that repeats gives an array; files do not travel. */
function valuesOf(form: HTMLFormElement, submitter?: HTMLElement | null): object {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new FormData(form, submitter))
    if (typeof value === 'string')
      values[name] = name in values ? [values[name]!, value].flat() : value;
  return values;
}
