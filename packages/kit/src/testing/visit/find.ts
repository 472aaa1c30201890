import { LiveTestError, type TestElement } from '../dom.js';

/** The fields that a visitor can fill, check or choose from. */
const fields =
  'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]):not([type=reset]), textarea, select';
const controls =
  'button, input[type=submit], input[type=button], input[type=reset], a[href], summary';

/**
 * Finds a field by its label, as assistive technology names it.
 *
 * @throws LiveTestError if there is none
 */
export const findField = (root: TestElement, label: string): TestElement =>
  find(root, fields, label, labelOf, 'field');

/**
 * Finds a button or a link by its name.
 *
 * @throws LiveTestError if there is none
 */
export const findControl = (root: TestElement, name: string): TestElement =>
  find(root, controls, name, (_, element) => nameOf(root, element), 'button or link');

function find(
  root: TestElement,
  selector: string,
  name: string,
  nameIn: (root: TestElement, element: TestElement) => string,
  kind: string,
): TestElement {
  const all = root.querySelectorAll(selector).filter((element) => !isHidden(element));
  const found = all.find((element) => nameIn(root, element) === name);
  if (found) return found;
  const known = all.map((element) => JSON.stringify(nameIn(root, element))).join(', ');
  throw new LiveTestError(
    `No ${kind} is named ${JSON.stringify(name)}; there are: ${known || 'none'}.`,
  );
}

const isHidden = (element: TestElement): boolean => element.closest('[hidden], template') !== null;

/** The name of a button or a link. */
function nameOf(root: TestElement, element: TestElement): string {
  const value = element.rawTagName === 'input' ? element.getAttribute('value') : undefined;
  return ariaName(root, element) ?? spaced(value ?? element.textContent);
}

/** The name of a field: of ARIA, or of its label. */
export function labelOf(root: TestElement, field: TestElement): string {
  const id = field.getAttribute('id');
  const label =
    (id === undefined ? null : root.querySelector(`label[for="${id}"]`)) ?? field.closest('label');
  const own = ariaName(root, field) ?? (label ? spaced(textAround(label)) : undefined);
  return own ?? field.getAttribute('placeholder') ?? '';
}

function ariaName(root: TestElement, element: TestElement): string | undefined {
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
function textAround(element: TestElement): string {
  return element.childNodes
    .map((node) => {
      if (node.nodeType === 3) return node.textContent;
      const inner = node as TestElement;
      return /^(?:input|textarea|select|button)$/.test(inner.rawTagName ?? '')
        ? ''
        : textAround(inner);
    })
    .join('');
}

/** A text with single spaces, as browsers show it. */
export const spaced = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The text that a page shows. */
export function shownText(root: TestElement): string {
  const body = root.querySelector('body') ?? root;
  const hidden = /^(?:script|style|template|noscript|title)$/;
  const write = (element: TestElement): string =>
    element.childNodes
      .map((node) => {
        if (node.nodeType === 3) return node.textContent;
        const inner = node as TestElement;
        const isShown =
          node.nodeType === 1 && !hidden.test(inner.rawTagName) && !inner.hasAttribute('hidden');
        return isShown ? `${write(inner)} ` : '';
      })
      .join('');
  return spaced(write(body));
}
