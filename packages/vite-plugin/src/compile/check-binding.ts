import { bindingOptions, fieldBindings, otherBindings, words } from '@skerry/kit/template';

import { type Attribute, isConstant } from './attribute.js';
import type { Source, Span } from './errors.js';

/** The names of all bindings, without `lv-`. */
export const bindingNames = words(`${fieldBindings} ${otherBindings}`);

const optionNames = words(bindingOptions);
/** Attributes that are no binding and no option. */
const others = words('form offline preserve');

const whole = /^\d+$/;
/** The values that an option takes. */
const optionValues: ReadonlyMap<string, { pattern: RegExp; hint: string }> = new Map([
  ['debounce', { pattern: /^(?:\d+|blur)$/, hint: 'Give it milliseconds, or `blur`.' }],
  ['throttle', { pattern: whole, hint: 'Give it milliseconds.' }],
  [
    'queue',
    {
      pattern: /^(?:queue|drop|latest|parallel)$/,
      hint: 'Give it `queue`, `drop`, `latest` or `parallel`.',
    },
  ],
  [
    'threshold',
    { pattern: /^(?:0|1|0?\.\d+)$/, hint: 'Give it the share that is in view, from 0 to 1.' },
  ],
  [
    'offline',
    { pattern: /^(?:disable|hide|queue)$/, hint: 'Give it `disable`, `hide` or `queue`.' },
  ],
]);

/** Refuses a binding that no event raises, one whose payload could not be read, and options that mean nothing. */
export function checkBinding(source: Source, { at, name, value }: Attribute): void {
  const own = name.slice('lv-'.length);
  const text = isConstant(value) ? String(value.constant) : undefined;
  if (bindingNames.has(own))
    return text === undefined ? undefined : checkText(source, at, name, text);
  if (optionNames.has(own) || others.has(own)) {
    if (text !== undefined) checkOption(source, at, own, text);
    return;
  }
  if (own.startsWith(member)) return checkMember(source, at, name, own.slice(member.length));
  throw source.errorAt(
    at,
    `\`${name}\` binds no event.`,
    `Bindings are ${[...bindingNames].map((each) => `lv-${each}`).join(', ')}; use data-* for data of your own.`,
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

/** Checks the text of a binding: the name of the event, its options, and the payload behind the first space. */
function checkText(source: Source, at: Span, name: string, text: string): void {
  const space = text.indexOf(' ');
  const payload = space < 0 ? '' : text.slice(space + 1);
  if (payload !== '' && !isJson(payload))
    throw source.errorAt(
      at,
      `The payload of \`${name}\`, ${JSON.stringify(payload)}, is not JSON.`,
      `Write the name of the event, a space and JSON: lv-click='tick {"by": 1}'.`,
    );
  const [, options = ''] = (space < 0 ? text : text.slice(0, space)).split('?', 2);
  for (const [option, given] of new URLSearchParams(options)) {
    if (!optionNames.has(option))
      throw source.errorAt(
        at,
        `\`${name}\` has the option ${JSON.stringify(option)}, which does not exist.`,
        `Options are ${[...optionNames].join(', ')}.`,
      );
    checkOption(source, at, option, given);
  }
}

function checkOption(source: Source, at: Span, option: string, value: string): void {
  const { pattern, hint } = optionValues.get(option) ?? {};
  if (!pattern || pattern.test(value)) return;
  throw source.errorAt(
    at,
    `The option \`${option}\` of a binding cannot be ${JSON.stringify(value)}.`,
    hint!,
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
