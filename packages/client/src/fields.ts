import { on } from './on.js';

/**
 * Fields that a visitor edits. Their attributes (`defaultValue`, `defaultChecked`) always hold the server's value; what
 * is on the screen is the visitor's for as long as it differs from that.
 */
type Field = HTMLInputElement | HTMLTextAreaElement;

/** Any element that a form sends. */
export type AnyField = Field | HTMLSelectElement;

/** What fields held when an event took their values along. */
const sent = new WeakMap<Element, { event: object; state: unknown }>();
let composing: EventTarget | null = null;
let held: (() => void)[] = [];

const noEdit = /^(hidden|submit|image|reset|button|checkbox|radio|file)$/;

/** Whether an attribute is the server's value of a field on the page that the visitor may edit. */
export const isEditable = (element: Element, attribute: string): element is HTMLInputElement =>
  element.localName === 'input' &&
  element.isConnected &&
  (attribute === 'checked'
    ? isCheckbox(element as Field)
    : attribute === 'value' && !noEdit.test((element as Field).type));

/** Whether an element is a text area on the page. */
export const isTextArea = (element: Element): element is HTMLTextAreaElement =>
  element.localName === 'textarea' && element.isConnected;

const isCheckbox = (field: AnyField): field is HTMLInputElement => field.type === 'checkbox';

/** What a field would tell the server. */
export const valueOf = (field: AnyField): unknown =>
  isCheckbox(field)
    ? field.checked
    : field.type === 'select-multiple'
      ? Array.from((field as HTMLSelectElement).selectedOptions, ({ value }) => value)
      : field.value;

/** What a field holds, in a form that can be compared. */
const stateOf = (field: AnyField): string =>
  `${field.type === 'radio' ? (field as HTMLInputElement).checked : valueOf(field)}`;

/**
 * Gives a field the server's value, and shows it unless the visitor has edited the field since.
 *
 * @param write puts the value where the field has its default
 * @param answer the event that the server answers with this value
 */
export function receive(field: Field, write: () => void, answer?: object): void {
  if (field === composing) {
    held.push(() => receive(field, write, answer));
    return;
  }
  const keep = isEdited(field) && !isAnswered(field, answer);
  const { selectionStart, selectionEnd } = field;
  write();
  if (keep) return;
  if (isCheckbox(field)) field.checked = field.defaultChecked;
  else if (isEdited(field)) field.value = field.defaultValue;
  if (
    selectionStart !== null &&
    field === Reflect.get(Document.prototype, 'activeElement', document)
  )
    field.setSelectionRange(selectionStart, selectionEnd);
}

function isEdited(field: Field): boolean {
  if (isCheckbox(field)) return field.checked !== field.defaultChecked;
  const { value, defaultValue, validity } = field;
  return validity.badInput || (value !== defaultValue && value !== untouched(field).value);
}

/** A copy of a field as it would be had nobody touched it: browsers correct and choose values by themselves. */
export function untouched<T extends AnyField>(field: T): T {
  const form = Document.prototype.createElement.call(document, 'form') as HTMLFormElement;
  const copy = field.cloneNode(true) as T;
  // A form answers to the names of its fields, and one may be called `reset`.
  copy.id = copy.name = '';
  form.append(copy);
  form.reset();
  return copy;
}

const choice = 'select,[type=radio]';

/** The rules for selects and radio buttons: only pages with such load them. */
export let choices: typeof import('./choices.js') | undefined;

/** Looks after a field if it is a select or a radio button; settles once the rules are there. */
export async function noteChoice(field: Element): Promise<void> {
  if (!Element.prototype.matches.call(field, choice)) return;
  choices ??= await import('./choices.js');
  choices.touch(field as HTMLSelectElement);
}

/** Looks after the selects and radio buttons in an element. */
export const noteChoices = (parent: Element): Promise<unknown> =>
  Promise.all(Array.from(parent.querySelectorAll(choice), noteChoice));

/** Remembers that an event took along what a field holds. */
export function noteSent(field: Element, event: object): void {
  sent.set(field, { event, state: stateOf(field as AnyField) });
}

/** Whether the server's answer is to the very event that took along what the field holds. */
export function isAnswered(field: AnyField | undefined, answer?: object): boolean {
  const last = field && sent.get(field);
  return last !== undefined && last.event === answer && last.state === stateOf(field!);
}

/** Watches for input methods that compose text; a field holds still meanwhile. */
export function watchComposition(signal: AbortSignal): void {
  on(document, 'compositionstart', signal, ({ target }) => (composing = target));
  on(document, 'compositionend', signal, () => {
    const waiting = held;
    held = [];
    composing = null;
    waiting.forEach((apply) => apply());
  });
}
