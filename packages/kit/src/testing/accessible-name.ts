import type { HTMLElement } from 'node-html-parser';

/** The fields that a visitor can fill, check or choose from. */
export const fieldSelector =
  'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]):not([type=reset]), textarea, select';

/** The name of each of some elements, as assistive technology says it. */
export function namesOf(root: HTMLElement, elements: readonly HTMLElement[]): string[] {
  const fields = new Set(root.querySelectorAll(fieldSelector));
  return elements.map((element) => (fields.has(element) ? labelOf : nameOf)(root, element));
}

/** The name of a button or a link. */
export function nameOf(root: HTMLElement, element: HTMLElement): string {
  const isImage = element.getAttribute('type') === 'image';
  const value =
    element.rawTagName === 'input' ? element.getAttribute(isImage ? 'alt' : 'value') : undefined;
  return ariaName(root, element) ?? spaced(value ?? element.textContent);
}

/** The name of a field: of ARIA, or of its label. */
export function labelOf(root: HTMLElement, field: HTMLElement): string {
  const id = field.getAttribute('id');
  const label =
    (id === undefined ? null : root.querySelector(`label[for="${id}"]`)) ?? field.closest('label');
  const own = ariaName(root, field) ?? (label ? spaced(textAround(label)) : undefined);
  return own ?? field.getAttribute('placeholder') ?? '';
}

function ariaName(root: HTMLElement, element: HTMLElement): string | undefined {
  const by = element.getAttribute('aria-labelledby');
  if (by !== undefined)
    return spaced(
      by
        .split(' ')
        .map((id) => root.getElementById(id)?.textContent ?? '')
        .join(' '),
    );
  return element.getAttribute('aria-label');
}

/** The text of a label without that of the fields in it. */
function textAround(element: HTMLElement): string {
  return element.childNodes
    .map((node) => {
      if (node.nodeType === 3) return node.textContent;
      const inner = node as HTMLElement;
      return /^(?:input|textarea|select|button)$/.test(inner.rawTagName ?? '')
        ? ''
        : textAround(inner);
    })
    .join('');
}

/** A text with single spaces, as browsers show it. */
const spaced = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
