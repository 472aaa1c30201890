import { placeAttribute } from '@skerry/wire';

import { type AnyField, type Holding, holdingOf, nearest } from '../patch/values.js';

/** Reads and writes each kind of field. A field is one element, or all radio buttons of a group. */

/** The element that has the focus. */
export const activeElement = (): Element | null =>
  Reflect.get(Document.prototype, 'activeElement', document) as Element | null;

/** Returns true if the rules apply to an element. They do not apply to files, buttons and hidden fields. */
export const isField = (element: Element): element is AnyField =>
  /^(input|textarea|select)$/.test(element.localName)
    ? !/^(hidden|submit|image|reset|button|file)$/.test((element as HTMLInputElement).type)
    : isRich(element);

/** Returns true for an editable element, whose content is its value. */
export const isRich = (element: Element): boolean =>
  nearest(element, '[contenteditable]') === element && (element as HTMLElement).isContentEditable;

/** Makes a function that finds the elements of a field, even when this radio button is gone. */
export function elementsOf(field: AnyField): () => AnyField[] {
  const { form, name, type } = field;
  if (type !== 'radio' || !name) return () => [field];
  return () =>
    ([...Document.prototype.getElementsByName.call(document, name)] as AnyField[]).filter(
      (other) => other.type === type && other.form === form,
    );
}

/** The value of a field as a text: of its chosen options, if it has options. */
export const shownBy = (elements: AnyField[]): string =>
  elements.map((each) => stateOf(each, holdingOf(each))).join('');

/** The text for the value of one element. */
export const stateOf = ({ localName, type }: AnyField, [value, checked]: Holding): string =>
  localName === 'select'
    ? [value].flat().map(markOf).join('')
    : type !== 'radio'
      ? `${value}`
      : checked
        ? markOf(value)
        : '';

/** The text of one chosen option. */
const markOf = (value: unknown): string => `\x01${value}\x02`;

/** The value that an untouched field would show: the server's. */
export const saidOf = (elements: AnyField[]): string => elements.map(said).findLast(Boolean) ?? '';

function said(field: AnyField): string {
  const { value, defaultValue, checked, defaultChecked } = field as HTMLInputElement;
  // A copy is expensive, and most fields need none.
  const isUntouched = value === defaultValue && checked === defaultChecked;
  return shownBy([isUntouched ? field : untouched(field)]);
}

/** Makes an untouched copy of a field, with the value that the browser corrects or chooses. */
function untouched(field: AnyField): AnyField {
  const form = Document.prototype.createElement.call(document, 'form') as HTMLFormElement;
  const copy = field.cloneNode(true) as AnyField;
  // A form answers to the names of its fields, and one may be called `reset`.
  copy.id = copy.name = '';
  form.append(copy);
  form.reset();
  return copy;
}

/** The part of a value that the field can still show, if any: options come and go. */
export function remainderOf(elements: AnyField[], state: string): string | undefined {
  if (!state.startsWith('\x01')) return state;
  const marks = elements.flatMap((each) =>
    each.localName === 'select'
      ? Array.from((each as HTMLSelectElement).options, ({ value }) => markOf(value))
      : markOf(each.value),
  );
  return marks.filter((mark) => state.includes(mark)).join('') || undefined;
}

/** Makes a field show a value. */
export function showState(elements: AnyField[], state: string): void {
  for (const each of elements)
    if (each.localName === 'select')
      for (const option of (each as HTMLSelectElement).options)
        option.selected = state.includes(markOf(option.value));
    else if (each.type === 'radio')
      (each as HTMLInputElement).checked = state.includes(markOf(each.value));
    else if (each.type === 'checkbox') (each as HTMLInputElement).checked = state === 'true';
    else if (isRich(each)) showText(each, state);
    else each.value = state;
}

/** Gives an editable element a text, in which the caret stays where it was. */
function showText(element: Element, text: string): void {
  const selection = getSelection();
  const { focusNode, focusOffset } = selection ?? {};
  const isIn = focusNode && element.contains(focusNode);
  const before = new Range();
  before.setStart(element, 0);
  if (isIn) before.setEnd(focusNode, focusOffset!);
  const { length } = before.toString();
  element.textContent = text;
  if (isIn) selection!.collapse(element.firstChild ?? element, Math.min(length, text.length));
}

/** Returns true if the view sets the value of a field. A field with the number of a place may get one at any time. */
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

/** Has a select show its chosen option as it is now, in its `<selectedcontent>`. Browsers copy an option there when it is chosen. */
export function showChosen(field: AnyField): void {
  const shown = field.querySelector('selectedcontent');
  const [chosen] = (field as Partial<HTMLSelectElement>).selectedOptions ?? [];
  // Where it is put in, browsers copy again.
  if (chosen && shown && shown.innerHTML !== chosen.innerHTML) shown.replaceWith(shown);
}
