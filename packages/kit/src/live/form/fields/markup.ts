import { attribute, attributes, only, render, template } from '../../../template/template.js';
import type { Rendered } from '../../../template/template.js';

// Templates as the compiler makes them.

const errors = template(
  ['<span data-s="0"', ' class="field-errors"', '>', '</span>'],
  [attribute(0, 'id'), attribute(0, 'role'), only(0)],
);
const hiddenAndInput = template(
  ['<input data-s="0" type="hidden" value=""', '><input data-s="1"', '>'],
  [attribute(0, 'name'), attributes(1)],
);
const hiddenNoAndInput = template(
  ['<input data-s="0" type="hidden" value="false"', '><input data-s="1"', '>'],
  [attribute(0, 'name'), attributes(1)],
);
const hiddenAndSelect = template(
  ['<input data-s="0" type="hidden" value=""', '><select data-s="1" multiple', '>', '</select>'],
  [attribute(0, 'name'), attributes(1), only(1)],
);

/** The element that shows errors. */
export const errorsElement = (id: string, messages: readonly string[], role?: 'alert'): Rendered =>
  render(errors, [id, role, messages.join(' ')]);

/** A box, and the hidden field that is sent in place of an unticked one; `no` is its text. */
export const boxWithHidden = (name: string, attributesOf: object, no = ''): Rendered =>
  render(no === '' ? hiddenAndInput : hiddenNoAndInput, [name, { ...attributesOf, name }]);

/** A select of several, and the hidden field that is sent if none is chosen. */
export const selectWithHidden = (name: string, attributesOf: object, options: unknown): Rendered =>
  render(hiddenAndSelect, [name, { ...attributesOf, name }, options]);
