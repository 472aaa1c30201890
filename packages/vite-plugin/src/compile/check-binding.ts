import { readBinding } from '@skerry/wire';
import { bindingOptions, fieldBindings, otherBindings, words } from '@skerry/kit/template';

import { type Attribute, isConstant } from './attribute.js';
import type { Source, Span } from './errors.js';
import type { FileContext } from './file-context.js';
import { suggestion } from './suggest.js';

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
export function checkBinding(context: FileContext, { at, name, value }: Attribute): void {
  const { source } = context;
  const own = name.slice('lv-'.length);
  const text = textOf(value);
  if (bindingNames.has(own))
    return text === undefined ? undefined : checkText(context, at, name, text);
  if (optionNames.has(own) || others.has(own)) {
    if (text !== undefined) checkOption(source, at, own, text);
    return;
  }
  if (own.startsWith('value-')) return;
  throw source.errorAt(
    at,
    `\`${name}\` binds no event.`,
    `Bindings are ${[...bindingNames].map((each) => `lv-${each}`).join(', ')}; use data-* for data of your own.`,
  );
}

/** The text of an attribute, if it is written out and the element has it. */
function textOf(value: Attribute['value']): string | undefined {
  if (!isConstant(value)) return undefined;
  const { constant } = value;
  if (constant === true) return '';
  return constant === false || constant === null || constant === undefined
    ? undefined
    : String(constant);
}

/** Checks the text of a binding: the name of the event, its options, and the payload behind the first space. */
function checkText(context: FileContext, at: Span, name: string, text: string): void {
  const { source } = context;
  const { event, options, json: payload } = readBinding(text);
  checkEvent(context, at, event);
  if (payload !== '' && !isJson(payload))
    throw source.errorAt(
      at,
      `The payload of \`${name}\`, ${JSON.stringify(payload)}, is not JSON.`,
      `Write the name of the event, a space and JSON: lv-click='tick {"by": 1}'.`,
    );
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

/** Refuses an event that the live view does not have, as far as the file tells. */
function checkEvent({ source, events }: FileContext, at: Span, event: string): void {
  if (!events || events.has(event)) return;
  throw source.errorAt(
    at,
    `The live view has no event \`${event}\`.${suggestion(event, events)}`,
    events.size > 0
      ? `Its events are ${[...events].join(', ')}.`
      : 'Declare it in `events` of defineLive().',
  );
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
