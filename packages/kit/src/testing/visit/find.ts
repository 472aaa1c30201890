import type { TestElement } from '../dom.js';
import { controlKind, decide, fieldKind, survey, type Target } from './which.js';

/** The fields that a visitor can fill, check or choose from. */
export const fieldSelector =
  'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]):not([type=reset]), textarea, select';
export const controlSelector =
  'button, input[type=submit], input[type=button], input[type=image], input[type=reset], a[href], summary';

/**
 * Finds a field by its label, as assistive technology names it.
 *
 * @throws LiveTestError if there is none, or more than one
 */
export const findField = (root: TestElement, target: Target): TestElement =>
  find(root, fieldSelector, target, labelOf, fieldKind);

/**
 * Finds a button or a link by its name.
 *
 * @throws LiveTestError if there is none, or more than one
 */
export const findControl = (root: TestElement, target: Target): TestElement =>
  find(root, controlSelector, target, nameOf, controlKind);

function find(
  root: TestElement,
  selector: string,
  target: Target,
  nameIn: (root: TestElement, element: TestElement) => string,
  kind: typeof fieldKind,
): TestElement {
  const all = root.querySelectorAll(selector).filter((element) => !isHidden(element));
  const named = all.filter((element) => nameIn(root, element) === target.name);
  const known = all.map((element) => nameIn(root, element));
  const index = decide(survey(named, target.within), target, kind, known);
  return named[index] as TestElement;
}

const isHidden = (element: TestElement): boolean => element.closest('[hidden], template') !== null;

/** The name of a button or a link. */
function nameOf(root: TestElement, element: TestElement): string {
  const isImage = element.getAttribute('type') === 'image';
  const value =
    element.rawTagName === 'input' ? element.getAttribute(isImage ? 'alt' : 'value') : undefined;
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
