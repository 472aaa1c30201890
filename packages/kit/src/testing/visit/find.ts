import type { TestElement } from '../dom.js';
import { fieldSelector, labelOf, nameOf } from '../accessible-name.js';
import { controlKind, decide, fieldKind, survey, type Target } from './which.js';

/** The buttons and links that a visitor can press. */
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
