import { readBinding } from '@skerry/wire';

import { type Attribute, type Attributes, isConstant } from './attribute.js';
import { readBindingCode } from './binding-code.js';
import { isGeneral, optionNames, takes, withoutEffect } from './binding-options.js';
import { bindingNames, writtenText } from './check-binding.js';
import type { Source } from './errors.js';
import type { FileContext } from './file-context.js';

/** Refuses options of an element that have no effect on any of its bindings. A spread may bring bindings. */
export function checkOptions(
  { source }: FileContext,
  tag: string,
  { members, hasSpread }: Attributes,
): void {
  if (hasSpread) return;
  const attributes = members.filter(isPresent);
  const bindings = attributes.filter(({ name }) => bindingNames.has(ownName(name)));
  const submits = isSubmitter(tag, attributes);
  for (const attribute of attributes) {
    const own = ownName(attribute.name);
    if (!optionNames.has(own) && !own.startsWith('value-')) continue;
    // The options of a button that submits count for its form.
    if (!(submits && isGeneral(own))) checkEffect(source, tag, attribute, bindings);
  }
  // The button that submits may ask for its form, and the form for the button.
  const mayShare = submits || attributes.some(({ name }) => name === 'lv-submit');
  if (!mayShare && !attributes.some(({ name }) => name === 'lv-confirm'))
    checkConfirmText(source, attributes, bindings);
}

/** The name of a binding or an option; empty for other attributes. */
const ownName = (name: string): string => (name.startsWith('lv-') ? name.slice('lv-'.length) : '');

const isPresent = (member: Attributes['members'][number]): member is Attribute =>
  'name' in member && !(isConstant(member.value) && writtenText(member.value) === undefined);

/** Tells whether an element may submit a form. */
function isSubmitter(tag: string, attributes: readonly Attribute[]): boolean {
  if (attributes.some(({ name }) => name === 'lv-click')) return false;
  const type = attributes.find(({ name }) => name === 'type');
  if (!type) return tag === 'button';
  const text = writtenText(type.value)?.toLowerCase();
  return /^(?:button|input)$/.test(tag) && (text === undefined || /^(?:submit|image)$/.test(text));
}

function checkEffect(
  source: Source,
  tag: string,
  { at, name }: Attribute,
  bindings: readonly Attribute[],
): void {
  const own = ownName(name);
  const names = bindings.map((each) => ownName(each.name));
  if (names.some((each) => takes(each, own))) return;
  if (names.length > 0) throw withoutEffect(source, at, own, names);
  throw source.errorAt(
    at,
    `\`${name}\` has no effect: <${tag}> binds no event.`,
    'Write it on the element that has the binding, such as lv-click.',
  );
}

/** Refuses a word to type without a question. */
function checkConfirmText(
  source: Source,
  attributes: readonly Attribute[],
  bindings: readonly Attribute[],
): void {
  const options = bindings.map((binding) => ({ binding, names: optionsIn(binding) }));
  const alone =
    options.find(({ names }) => names?.has('confirm-text') && !names.has('confirm'))?.binding ??
    (options.every(({ names }) => names && !names.has('confirm'))
      ? attributes.find(({ name }) => name === 'lv-confirm-text')
      : undefined);
  if (!alone) return;
  throw source.errorAt(
    alone.at,
    '`confirm-text` has no effect without `confirm`.',
    'Add the question: lv-confirm="Sure?" lv-confirm-text="DELETE".',
  );
}

/** The names of the options that a binding has itself; `undefined` if the file does not tell. */
function optionsIn({ value }: Attribute): Set<string> | undefined {
  const text = writtenText(value);
  if (text !== undefined) return new Set(new URLSearchParams(readBinding(text).options).keys());
  const code = readBindingCode(value);
  return code && new Set(code.options.map(({ option }) => option));
}
