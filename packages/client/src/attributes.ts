import type { Attributes } from '@skerry/wire';

import { keepBusy } from './busy.js';
import { isEditable, isTextArea, receive } from './fields.js';
import { call, read } from './unclobbered.js';

/** Sets and removes attributes; those that hold the value of a field go by the rules of fields. */
export function setAttributes(element: Element, attributes: Attributes, answer?: object): void {
  for (const [name, value] of Object.entries(attributes)) {
    const write = () => setAttribute(element, name, value);
    if (isEditable(element, name)) receive(element, write, answer);
    else write();
  }
}

function setAttribute(element: Element, name: string, value: string | null): void {
  if (name === 'aria-busy' && keepBusy(element, value)) return;
  if (value === null) call(element, 'removeAttribute', name);
  // A strict content security policy forbids the attribute, and allows this.
  else if (name === 'style') read(element as HTMLElement, 'style').cssText = value;
  else call(element, 'setAttribute', name, value);
}

/** Sets the text of an element that holds nothing else. */
export function setText(element: Element, text: string, answer?: object): void {
  const only = element.firstChild;
  if (isTextArea(element)) receive(element, () => (element.defaultValue = text), answer);
  else if (only?.nodeType === 3 && !only.nextSibling) (only as Text).data = text;
  else element.textContent = text;
}
