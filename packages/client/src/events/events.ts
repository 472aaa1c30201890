import { addListeners } from './add-listeners.js';
import { features } from '../features.js';
import { loadEvents } from '../loader.js';
import type { RegionHandle } from '../region/region-handle.js';
import { call, read } from '../unclobbered.js';
import { type AnyField, holdingOf, nearest, valueOf } from '../patch/values.js';

/** An element that is bound to an event of its region. */
interface Binding {
  element: HTMLElement;
  /** The button that submits a form, if one does. */
  submitter?: HTMLElement | null | undefined;
  region: RegionHandle;
  type: string;
  name: string;
  /** The JSON behind the name of the event. */
  json: string;
}

/** Raises the events to which `lv-click`, `lv-submit` and `lv-input` bind elements of regions. */
export function listenForEvents(
  regionAt: (element: Element) => RegionHandle | undefined,
  signal: AbortSignal,
): void {
  const bind = <E extends Event>(
    type: string,
    raise: (binding: Binding, event: E) => void,
    events = type,
  ) =>
    addListeners(document, events, signal, (event: E) => {
      const element = (features.events?.boundTo ?? nearest)(
        event.target as Element,
        `[lv-${type}]`,
      ) as HTMLElement;
      const region = element && regionAt(element);
      if (!region?.takesEvents || event.defaultPrevented) return;
      const [, name, json] = /^(\S*) ?([^]*)$/.exec(call(element, 'getAttribute', `lv-${type}`)!)!;
      raise({ element, region, type, name: name!, json: json! }, event);
    });

  bind('click', sendClick);
  bind('submit', (binding, event: SubmitEvent) => {
    event.preventDefault();
    sendForm(binding, event.submitter);
  });
  const sendInput = (binding: Binding, event: InputEvent) => {
    const field = event.target as AnyField;
    // A composition is no value before it ends.
    if (event.isComposing) return;
    if (binding.element instanceof HTMLFormElement) sendForm(binding);
    else sendFields(binding, { [field.name || 'value']: valueOf(field) }, [field]);
  };
  bind('input', sendInput, 'input compositionend');
}

function sendClick(binding: Binding, event: MouseEvent): void {
  const { element } = binding;
  const isLink = element.localName === 'a';
  if (isLink && (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) return;
  if (isLink || /^(submit|image)$/.test((element as HTMLInputElement).type)) event.preventDefault();
  const value = call(element, 'getAttribute', 'value');
  const payload = (extra: unknown) => (extra === undefined && value !== null ? { value } : extra);
  send(binding, payload, [event.target as AnyField]);
}

function sendForm(binding: Binding, submitter?: HTMLElement | null): void {
  const form = binding.element as HTMLFormElement;
  sendFields(
    { ...binding, submitter },
    valuesOf(form, submitter),
    read(form, 'elements') as Iterable<AnyField>,
  );
}

const sendFields = (binding: Binding, values: object, taken: Iterable<AnyField>): void =>
  send(binding, (extra) => ({ ...values, ...(extra as object) }), taken);

/** Sends an event. @param payload makes its value from the JSON of the binding */
function send(
  { region, type, name, json, element, submitter }: Binding,
  payload: (extra: unknown) => unknown,
  taken: Iterable<AnyField>,
): void {
  let extra: unknown;
  try {
    extra = json ? JSON.parse(json) : undefined;
  } catch {
    // The text behind the name is no JSON.
    const event = { type, name, value: json, element };
    return void loadEvents().then(() =>
      region.takeRefusal(features.events!.badBinding(event), event),
    );
  }
  const took = new Map(Array.from(taken, (field) => [field, holdingOf(field)]));
  region.raiseEvent({ type, name, value: payload(extra), element, submitter, took });
}

/** The values that a form would post. A repeated name gives an array; files are left out. */
function valuesOf(form: HTMLFormElement, submitter?: HTMLElement | null): object {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new FormData(form, submitter))
    if (typeof value === 'string')
      values[name] = name in values ? [values[name]!, value].flat() : value;
  return values;
}
