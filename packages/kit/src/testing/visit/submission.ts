import { islandTag } from '@skerry/wire';

import { LiveTestError, type TestElement } from '../dom.js';

/** What a browser sends when a form is submitted. */
export interface Submission {
  readonly method: 'get' | 'post';
  /** Relative to the page. */
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** The value of a field: text, or whether it is checked; of a select, its choices. */
export type Entry = string | boolean | readonly string[];

/** The values that a visitor has given to fields. */
export type Entries = ReadonlyMap<TestElement, Entry>;

/**
 * The submission of a form without script, as HTML says ("constructing the entry list",
 * https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-entry-list).
 *
 * @param submitter the button that is pressed
 * @throws LiveTestError if the button belongs to no form
 */
export function submissionOf(
  root: TestElement,
  submitter: TestElement,
  entries: Entries,
): Submission {
  const form = formOf(root, submitter);
  if (!form || isDisabled(submitter) || !isSubmitter(submitter))
    throw new LiveTestError(
      `Without script nothing happens at ${startTag(submitter)}${
        submitter.closest(islandTag)
          ? ', and this visitor runs no script of islands. Take browserVisitor.'
          : '.'
      }`,
    );
  return {
    method: (form.getAttribute('method') ?? 'get').toLowerCase() === 'post' ? 'post' : 'get',
    action: submitter.getAttribute('formaction') ?? form.getAttribute('action') ?? '',
    fields: fieldsOf(root, form, entries, submitter).map(([name, value]) => [
      name,
      value.replaceAll(/\r\n?|\n/g, '\r\n'),
    ]),
  };
}

/** The fields that a form sends. */
export const fieldsOf = (
  root: TestElement,
  form: TestElement,
  entries: Entries,
  submitter?: TestElement,
): [string, string][] =>
  root
    .querySelectorAll('input, textarea, select, button')
    .filter((field) => formOf(root, field) === form && !isDisabled(field))
    .flatMap((field) => (field === submitter ? ownOf(field) : entriesOf(field, entries)));

/** The form that a field or a button belongs to. */
export function formOf(root: TestElement, field: TestElement): TestElement | null {
  const id = field.getAttribute('form');
  return id === undefined ? field.closest('form') : root.getElementById(id);
}

const isSubmitter = (button: TestElement): boolean =>
  /^(?:submit|image)$/.test(
    button.getAttribute('type') ?? (button.rawTagName === 'button' ? 'submit' : ''),
  );

/** Tells whether a button resets its form. */
export const isResetter = (button: TestElement): boolean => button.getAttribute('type') === 'reset';

const isDisabled = (field: TestElement): boolean =>
  field.hasAttribute('disabled') || field.closest('fieldset[disabled]') !== null;

function ownOf(button: TestElement): [string, string][] {
  const name = button.getAttribute('name');
  if (button.getAttribute('type') === 'image')
    return ['x', 'y'].map((axis) => [name ? `${name}.${axis}` : axis, '0']);
  return name ? [[name, button.getAttribute('value') ?? '']] : [];
}

function entriesOf(field: TestElement, entries: Entries): [string, string][] {
  const name = field.getAttribute('name');
  const type = field.getAttribute('type') ?? 'text';
  if (!name || field.rawTagName === 'button' || /^(?:submit|image|button|reset|file)$/.test(type))
    return [];
  const entry = entries.get(field) ?? saidOf(field);
  if (typeof entry === 'boolean') return entry ? [[name, field.getAttribute('value') ?? 'on']] : [];
  return [entry].flat().map((value): [string, string] => [name, value]);
}

/** The value of a field that nobody has used. */
export function saidOf(field: TestElement): Entry {
  if (field.rawTagName === 'select') return chosenOf(field);
  if (field.rawTagName === 'textarea') return field.textContent;
  return /^(?:checkbox|radio)$/.test(field.getAttribute('type') ?? '')
    ? field.hasAttribute('checked')
    : (field.getAttribute('value') ?? '');
}

/** The values of the chosen options; of a select of one, the first option if none is chosen. */
function chosenOf(select: TestElement): string[] {
  const options = select.querySelectorAll('option');
  const chosen = options.filter((option) => option.hasAttribute('selected'));
  const isMultiple = select.hasAttribute('multiple');
  return (chosen[0] || isMultiple ? chosen : options.slice(0, 1)).map(valueOf);
}

/** The value of an option. */
export const valueOf = (option: TestElement): string =>
  option.getAttribute('value') ?? option.textContent.trim();

export const startTag = (element: TestElement): string =>
  `<${element.rawTagName}${element.rawAttrs && ` ${element.rawAttrs}`}>`;
