import type { Attributes } from '@skerry/wire';

import { isEditable, isTextArea, receive } from './fields.js';
import { languageOf, parse } from './instance.js';
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
  const language = languageOf(element);
  let namespace: string | null = null;
  // A parser spells attributes of SVG and MathML in its own way, and gives them namespaces.
  if (language && !call(element, 'hasAttribute', name))
    ({ name, namespaceURI: namespace } = parse(
      `<${language} ${name}>`,
      '',
    ).firstElementChild!.attributes[0]!);
  if (value === null) call(element, 'removeAttribute', name);
  // A strict content security policy forbids the attribute, and allows this.
  else if (name === 'style') read(element as HTMLElement, 'style').cssText = value;
  else if (namespace) call(element, 'setAttributeNS', namespace, name, value);
  else call(element, 'setAttribute', name, value);
}

/** Sets the text of an element that holds nothing else. */
export function setText(element: Element, text: string, answer?: object): void {
  const only = read(element, 'firstChild');
  if (isTextArea(element)) receive(element, () => (element.defaultValue = text), answer);
  else if (only?.nodeType === 3 && !only.nextSibling) (only as Text).data = text;
  else call(element, 'replaceChildren', text);
}
