import { readBinding } from '@skerry/wire';
import { fieldBindings, otherBindings, words } from '@skerry/kit/template';

import { type Attribute, isConstant } from './attribute.js';
import { readBindingCode } from './binding-code.js';
import { checkOption, checkValue, optionNames } from './binding-options.js';
import type { Source, Span } from './errors.js';
import type { FileContext } from './file-context.js';
import { suggestion } from './suggest.js';

/** The names of all bindings, without `lv-`. */
export const bindingNames = words(`${fieldBindings} ${otherBindings}`);

/** Attributes that are no binding and no option. */
const others = words('form offline preserve');

/** Refuses a binding that no event raises, one whose payload could not be read, and options that mean nothing. */
export function checkBinding(context: FileContext, { at, name, value }: Attribute): void {
  const { source } = context;
  const own = name.slice('lv-'.length);
  const text = writtenText(value);
  if (bindingNames.has(own)) {
    if (context.isPage)
      context.warnAt(
        at,
        `\`${name}\` is outside of a region: no live view is around it, so nothing happens.`,
        'Move this markup into a live view, a *.live.tsx file, or into an island if it needs no server.',
      );
    if (text !== undefined) checkText(context, at, own, text);
    else checkCode(context, at, own, value);
  } else if (optionNames.has(own) || others.has(own)) {
    if (text !== undefined) checkValue(source, at, own, text);
  } else if (own.startsWith(member)) checkMember(source, at, name, own.slice(member.length));
  else throw unknown(source, at, name);
}

function unknown(source: Source, at: Span, name: string): Error {
  const bindings = [...bindingNames].map((each) => `lv-${each}`);
  const options = [...optionNames, 'offline'].map((each) => `lv-${each}`);
  return source.errorAt(
    at,
    `\`${name}\` is no binding, and no option of one.${suggestion(name, [...bindings, ...options])}`,
    `Bindings are ${bindings.join(', ')}; options are ${options.join(', ')}; lv-value-* adds to the payload. Use data-* for data of your own.`,
  );
}

/** Begins the names of attributes that add a member to a payload. */
const member = 'value-';

/** Refuses a member that would have another name on the page. */
function checkMember(source: Source, at: Span, name: string, own: string): void {
  const lower = own.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (own === lower) return;
  throw source.errorAt(
    at,
    `HTML has attributes in lower case: \`${name}\` would add \`${lower}\` to the payload, not \`${own}\`.`,
    `Write it in lower case, or put the member into the payload of the binding: on.save({ ${own} }).`,
  );
}

/** The text of an attribute, if it is written out and the element has it. */
export function writtenText(value: Attribute['value']): string | undefined {
  if (!isConstant(value)) return undefined;
  const { constant } = value;
  if (constant === true) return '';
  return constant === false || constant === null || constant === undefined
    ? undefined
    : String(constant);
}

/** Checks the text of a binding: the name of the event, its options, and the payload behind the first space. */
function checkText(context: FileContext, at: Span, binding: string, text: string): void {
  const { source } = context;
  const { event, options, json } = readBinding(text);
  if (json !== '' && !isJson(json))
    throw source.errorAt(
      at,
      `The payload of \`lv-${binding}\`, ${JSON.stringify(json)}, is not JSON.`,
      `Write the name of the event, a space and JSON: lv-click='tick {"by": 1}'.`,
    );
  checkEvent(context, at, binding, event);
  for (const [option, value] of new URLSearchParams(options)) {
    checkOption(source, at, binding, option);
    checkValue(source, at, option, value);
  }
}

/** Checks the code of a binding, as far as it is written out. */
function checkCode(
  { source }: FileContext,
  at: Span,
  binding: string,
  value: Attribute['value'],
): void {
  const code = readBindingCode(value);
  if (code?.event !== undefined) checkCommand(source, at, binding, code.event);
  for (const { at: place, option, value: given } of code?.options ?? []) {
    checkOption(source, place, binding, option);
    if (given !== undefined) checkValue(source, place, option, given);
  }
}

/** Refuses an event that the live view does not have, as far as the file tells. */
function checkEvent(context: FileContext, at: Span, binding: string, event: string): void {
  const { source, events } = context;
  checkCommand(source, at, binding, event);
  if (!events || events.has(event)) return;
  throw source.errorAt(
    at,
    `The live view has no event \`${event}\`.${suggestion(event, events)}`,
    events.size > 0
      ? `Its events are ${[...events].join(', ')}.`
      : 'Declare it in `events` of defineLive().',
  );
}

/** Refuses an event with a name that no command of a button has. */
function checkCommand(source: Source, at: Span, binding: string, event: string): void {
  if (binding !== 'command' || event.startsWith('--')) return;
  throw source.errorAt(
    at,
    `\`lv-command\` binds the event \`${event}\`, and the command of a button begins with \`--\`.`,
    `Name the event '--${event}', and write <button commandfor="id" command="--${event}">.`,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
