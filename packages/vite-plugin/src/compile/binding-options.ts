import { bindingOptions, words } from '@skerry/kit/template';

import type { Source, Span } from './errors.js';
import { keyFault } from './keys.js';
import { suggestion } from './suggest.js';

/** The names of the options of bindings. */
export const optionNames = words(bindingOptions);

const keys = words('keydown keyup window-keydown window-keyup');
const views = words('intersect');

/** The bindings that take an option, where not all do. */
const takers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['key', keys],
  ['once', views],
  ['threshold', views],
  ['margin', views],
]);

/** Tells whether a binding takes an option. */
export const takes = (binding: string, option: string): boolean =>
  takers.get(option)?.has(binding) ?? true;

/** Tells whether an option is one of all bindings. */
export const isGeneral = (option: string): boolean => !takers.has(option);

/** The error of an option without effect. */
export const withoutEffect = (source: Source, at: Span, option: string, bindings: string[]) =>
  source.errorAt(
    at,
    `The option \`${option}\` has no effect on ${list(bindings)}.`,
    `It is one of ${list(takers.get(option) ?? [])}.`,
  );

const list = (bindings: Iterable<string>): string =>
  Array.from(bindings, (each) => `\`lv-${each}\``).join(', ');

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

/** Refuses a value that an option does not take. */
export function checkValue(source: Source, at: Span, option: string, value: string): void {
  const fault = option === 'key' ? keyFault(value) : undefined;
  if (fault) throw source.errorAt(at, fault.reason, fault.hint);
  const { pattern, hint } = optionValues.get(option) ?? {};
  if (!pattern || pattern.test(value)) return;
  throw source.errorAt(
    at,
    `The option \`${option}\` of a binding cannot be ${JSON.stringify(value)}.`,
    hint!,
  );
}

/** Refuses an option of one binding that does not exist, or that this binding does not take. */
export function checkOption(source: Source, at: Span, binding: string, option: string): void {
  if (!optionNames.has(option))
    throw source.errorAt(
      at,
      `\`lv-${binding}\` has the option ${JSON.stringify(option)}, which does not exist.${suggestion(option, optionNames)}`,
      `Options are ${[...optionNames].join(', ')}.`,
    );
  if (!takes(binding, option)) throw withoutEffect(source, at, option, [binding]);
}
