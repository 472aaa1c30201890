/** Any element that a form sends. */
export type AnyField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What the rules of fields may be for, as a selector. */
export const fieldTags = 'input,textarea,select,[contenteditable]';

/** What a field would tell the server; what is written in an element that is edited as a whole. */
export const valueOf = (field: AnyField): unknown =>
  field.type === 'checkbox'
    ? (field as HTMLInputElement).checked
    : field.type === 'select-multiple'
      ? Array.from((field as HTMLSelectElement).selectedOptions, ({ value }) => value)
      : // A list item has a number.
        typeof field.value === 'string'
        ? field.value
        : field.textContent;

/** What a field holds: its value, and whether it is checked. */
export type Holding = [value: unknown, checked: boolean | undefined];

export const holdingOf = (field: AnyField): Holding => [
  valueOf(field),
  (field as HTMLInputElement).checked,
];

/** The nearest element that a selector matches: this one, or one around it. Forms answer to the names of their fields first. */
export const nearest = (element: Element, selector: string): Element | null =>
  Element.prototype.closest.call(element, selector);
