/** Any element that a form sends. */
export type AnyField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Selects the elements to which the rules of fields may apply. */
export const fieldTags = 'input,textarea,select,[contenteditable]';

/** The value of a field as the server gets it: of an editable element, its text. */
export const valueOf = (field: AnyField): unknown =>
  field.type === 'checkbox'
    ? (field as HTMLInputElement).checked
    : field.type === 'select-multiple'
      ? Array.from((field as HTMLSelectElement).selectedOptions, ({ value }) => value)
      : // A list item has a number.
        typeof field.value === 'string'
        ? field.value
        : field.textContent;

/** The content of a field: its value, and true if it is checked. */
export type Holding = [value: unknown, checked: boolean | undefined];

export const holdingOf = (field: AnyField): Holding => [
  valueOf(field),
  (field as HTMLInputElement).checked,
];

/** Finds the nearest element that a selector matches: this one, or one around it. A form may have a field named `closest`. */
export const nearest = (element: Element, selector: string): Element | null =>
  Element.prototype.closest.call(element, selector);
