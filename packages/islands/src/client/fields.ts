import { read } from './unclobbered.js';

/** A field that a visitor can edit. */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export const isField = (element: Element): element is Field =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

/** In a group of radio buttons only the picked one carries the value. */
export const isPicked = (field: Field): boolean =>
  field.type !== 'radio' || (field as HTMLInputElement).checked;

/**
 * Notes the visitor's entry in a field.
 *
 * @returns a function that puts it into the field now in that place, which may be the same; nothing if it is as the
 *   server sent it
 */
export function noteEdit(field: Field): ((heir: Field) => void) | undefined {
  if (field instanceof HTMLSelectElement) return noteChoice(field);
  if (/^(?:button|hidden|image|reset|submit)$/.test(field.type)) return undefined;
  if (/^(?:checkbox|radio)$/.test(field.type)) return noteCheck(field as HTMLInputElement);
  return noteText(field);
}

function noteChoice(field: HTMLSelectElement): ((heir: Field) => void) | undefined {
  const options = [...field.options];
  const chosen = options.map(({ selected }) => selected);
  if (chosen.join() === initialChoice(field, options).join()) return undefined;
  return (heir) => {
    [...(heir as HTMLSelectElement).options].forEach((option, i) => {
      if (option.selected !== chosen[i]) option.selected = chosen[i] ?? false;
    });
  };
}

function initialChoice(field: HTMLSelectElement, options: HTMLOptionElement[]): boolean[] {
  const initial = options.map(({ defaultSelected }) => defaultSelected);
  if (field.multiple) return initial;
  const last = initial.lastIndexOf(true);
  const first = field.size > 1 ? -1 : options.findIndex(({ disabled }) => !disabled);
  return initial.map((_, i) => i === (last < 0 ? first : last));
}

function noteCheck(field: HTMLInputElement): ((heir: Field) => void) | undefined {
  const { checked } = field;
  if (checked === field.defaultChecked) return undefined;
  return (heir) => set(heir as HTMLInputElement, 'checked', checked);
}

function noteText(field: HTMLInputElement | HTMLTextAreaElement) {
  const { value } = field;
  if (value === initialText(field)) return undefined;
  const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = field;
  return (heir: Field) => {
    // Browsers let only the visitor choose a file.
    if (heir.type === 'file') return;
    set(heir, 'value', value);
    if (start !== null && heir === read(document, 'activeElement'))
      (heir as HTMLInputElement).setSelectionRange(start, end, direction ?? undefined);
  };
}

/** The value of a field as the server sent it, in the form of such a field. */
function initialText(field: HTMLInputElement | HTMLTextAreaElement): string {
  if (field.type === 'file') return '';
  const fresh = field.cloneNode() as typeof field;
  fresh.value = field.defaultValue;
  return fresh.value;
}

/** Sets the value of a field so that a framework that watches it notices. */
function set(field: Field, key: 'value' | 'checked', value: string | boolean): void {
  // React compares a value with the last one that it saw: show it another one first.
  if (Object.hasOwn(field, key))
    Reflect.set(field, key, typeof value === 'boolean' ? !value : `${value}.`);
  if (Reflect.get(field, key) !== value)
    Reflect.set(Object.getPrototypeOf(field) as object, key, value, field);
}
