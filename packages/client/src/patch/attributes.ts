import type { Attributes } from '@skerry/wire';

import { languageOf, parseMarkup } from './template.js';
import { features } from '../features.js';
import { changesByOthers } from './owned.js';
import { call, read } from '../unclobbered.js';

/** Sets and removes attributes. */
export function setAttributes(element: Element, attributes: Attributes): void {
  features.fields?.touchField(element);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
}

function setAttribute(element: Element, name: string, value: string | null): void {
  const language = languageOf(element);
  let namespace: string | null = null;
  // The parser knows the spelling and the namespace of attributes in SVG and MathML.
  if (language && !call(element, 'hasAttribute', name))
    ({ name, namespaceURI: namespace } = parseMarkup(
      `<${language} ${name}>`,
      '',
    ).firstElementChild!.attributes[0]!);
  if (value === null) call(element, 'removeAttribute', name);
  // A strict content security policy forbids the attribute and allows the property.
  else if (name === 'style') read(element as HTMLElement, 'style').cssText = value;
  else if (namespace) call(element, 'setAttributeNS', namespace, name, value);
  else call(element, 'setAttribute', name, value);
  // The attribute is only the initial state.
  if (name === 'muted') (element as HTMLMediaElement).muted = value !== null;
  changesByOthers(element)?.delete(name);
}

/** Sets the text of an element without other content. */
export function setText(element: Element, text: string): void {
  if (features.fields?.touchField(element, text)) return;
  const only = read(element, 'firstChild');
  if (only?.nodeType === 3 && !only.nextSibling) (only as Text).data = text;
  else call(element, 'replaceChildren', text);
}
