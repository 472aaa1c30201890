import { type AnyField, noteChoice, noteSent, valueOf } from './fields.js';
import { on } from './on.js';
import type { Region } from './region.js';
import { call, read } from './unclobbered.js';

/** An element that is bound to an event of its region. */
interface Binding {
  element: HTMLElement;
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
  const bindingOf = (event: Event, type: string): Binding | undefined => {
    const element = call(event.target as Element, 'closest', `[lv-${type}]`) as HTMLElement | null;
    const region = element && regionAt(element);
    if (!element || !region?.takesEvents || event.defaultPrevented) return undefined;
    const [, name, json] = /^(\S*) ?([^]*)$/.exec(call(element, 'getAttribute', `lv-${type}`)!)!;
    return { element, region, type, name: name!, json: json! };
  };

  const onClick = (event: MouseEvent) => {
    const binding = bindingOf(event, 'click');
    if (!binding) return;
    const { element } = binding;
    const isLink = element.localName === 'a';
    if (isLink && (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) return;
    if (isLink || /^(submit|image)$/.test((element as HTMLInputElement).type))
      event.preventDefault();
    const value = call(element, 'getAttribute', 'value');
    send(binding, (extra) => (extra === undefined && value !== null ? { value } : extra), [
      element,
    ]);
  };

  const onSubmit = (event: SubmitEvent) => {
    const binding = bindingOf(event, 'submit');
    if (!binding) return;
    event.preventDefault();
    const form = binding.element as HTMLFormElement;
    sendFields(binding, valuesOf(form, event.submitter), read(form, 'elements'));
  };

  const onInput = (event: Event) => {
    const field = event.target as AnyField;
    // What an input method composes is no value before it ends.
    const binding = (event as InputEvent).isComposing ? undefined : bindingOf(event, 'input');
    if (!binding) return;
    const { element } = binding;
    if (element instanceof HTMLFormElement)
      sendFields(binding, valuesOf(element), read(element, 'elements'));
    else sendFields(binding, { [field.name || 'value']: valueOf(field) }, [field]);
  };

  on(document, 'focusin input', signal, ({ target }) => {
    if (regionAt(target as Element)) void noteChoice(target as Element);
  });
  on(document, 'click', signal, onClick);
  on(document, 'submit', signal, onSubmit);
  on(document, 'input compositionend', signal, onInput);
}

const sendFields = (binding: Binding, values: object, fields: Iterable<Element>): void =>
  send(binding, (extra) => ({ ...values, ...(extra as object) }), fields);

/** Sends what `payload` makes of what the binding adds. */
function send(
  { region, type, name, json, element }: Binding,
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
  const event = region.raise(type, name, payload(extra), element);
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
