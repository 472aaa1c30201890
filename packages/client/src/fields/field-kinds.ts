import { placeAttribute } from '@skerry/wire';

import { type AnyField, type Holding, holdingOf, nearest } from '../patch/values.js';

/** How each kind of field is read and written. A field is one element, or all radio buttons of a group. */

/** The element that has the focus. */
export const activeElement = (): Element | null =>
  Reflect.get(Document.prototype, 'activeElement', document) as Element | null;

/** Whether the rules of fields are for an element: files, buttons and hidden fields are nobody's to edit. */
export const isField = (element: Element): element is AnyField =>
  /^(input|textarea|select)$/.test(element.localName)
    ? !/^(hidden|submit|image|reset|button|file)$/.test((element as HTMLInputElement).type)
    : isRich(element);

/** Whether an element is edited as a whole: what is in it is its value. */
export const isRich = (element: Element): boolean =>
  nearest(element, '[contenteditable]') === element && (element as HTMLElement).isContentEditable;

/** A way to a field's elements that holds even when the radio button that was asked is gone. */
export function elementsOf(field: AnyField): () => AnyField[] {
  const { form, name, type } = field;
  if (type !== 'radio' || !name) return () => [field];
  return () =>
    ([...Document.prototype.getElementsByName.call(document, name)] as AnyField[]).filter(
      (other) => other.type === type && other.form === form,
    );
}

/** What a field shows, as a text: where it has options, those that are chosen. */
export const shownBy = (elements: AnyField[]): string =>
  elements.map((each) => stateOf(each, holdingOf(each))).join('');

/** What an element shows that holds this. */
export const stateOf = ({ localName, type }: AnyField, [value, checked]: Holding): string =>
  localName === 'select'
    ? [value].flat().map(markOf).join('')
    : type !== 'radio'
      ? `${value}`
      : checked
        ? markOf(value)
        : '';

/** How an option stands among those that are chosen. */
const markOf = (value: unknown): string => `\x01${value}\x02`;

/** What it would show had nobody touched it. */
export const saidOf = (elements: AnyField[]): string => elements.map(said).findLast(Boolean) ?? '';

function said(field: AnyField): string {
  const { value, defaultValue, checked, defaultChecked } = field as HTMLInputElement;
  // A copy is dear, and most fields need none.
  const isUntouched = value === defaultValue && checked === defaultChecked;
  return shownBy([isUntouched ? field : untouched(field)]);
}

/** A copy of a field as it would be had nobody touched it: browsers correct and choose values by themselves. */
function untouched(field: AnyField): AnyField {
  const form = Document.prototype.createElement.call(document, 'form') as HTMLFormElement;
  const copy = field.cloneNode(true) as AnyField;
  // A form answers to the names of its fields, and one may be called `reset`.
  copy.id = copy.name = '';
  form.append(copy);
  form.reset();
  return copy;
}

/** The part of what a field has shown that it still can show, if any: options come and go. */
export function remainderOf(elements: AnyField[], state: string): string | undefined {
  if (!state.startsWith('\x01')) return state;
  const marks = elements.flatMap((each) =>
    each.localName === 'select'
      ? Array.from((each as HTMLSelectElement).options, ({ value }) => markOf(value))
      : markOf(each.value),
  );
  return marks.filter((mark) => state.includes(mark)).join('') || undefined;
}

/** Brings a field to what it is to show. */
export function showState(elements: AnyField[], state: string): void {
  for (const each of elements)
    if (each.localName === 'select')
      for (const option of (each as HTMLSelectElement).options)
        option.selected = state.includes(markOf(option.value));
    else if (each.type === 'radio')
      (each as HTMLInputElement).checked = state.includes(markOf(each.value));
    else if (each.type === 'checkbox') (each as HTMLInputElement).checked = state === 'true';
    else if (isRich(each)) each.textContent = state;
    else each.value = state;
}

/** Whether the view gives a field its value: with the number of a place it may at any time. */
export const isGiven = (elements: AnyField[]): boolean =>
  elements.some((each) =>
    each.localName === 'select'
      ? each.querySelector('[selected]')
      : each.hasAttribute(
          each.localName !== 'input' || /^(checkbox|radio)$/.test(each.type)
            ? placeAttribute
            : 'value',
        ) || (each as HTMLInputElement).defaultChecked,
  );
