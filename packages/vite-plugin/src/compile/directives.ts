import { priorities, strategies } from '@skerry/islands/directives';
import type { ESTree } from 'vite';

import { type Attribute, type Attributes, isConstant } from './attribute.js';
import type { Tag } from './children.js';
import type { Span } from './errors.js';
import type { Constant } from './syntax.js';
import type { FileContext } from './file-context.js';
import { mediaQueryFault } from './media-query.js';

/** Checks that a directive exists and is on an island. */
export function checkDirective(
  context: FileContext,
  local: string,
  at: Span,
  { name }: ESTree.JSXOpeningElement,
  tag: Tag,
): void {
  const { source, imports, strategies } = context;
  if (local !== 'priority' && !strategies.includes(local))
    throw source.errorAt(
      at,
      `There is no directive \`client:${local}\`.`,
      `Islands take ${inWords(strategies)}, and client:priority; a strategy of your own is a file, src/strategies/${local}.ts.`,
    );
  if (tag.kind === 'island') return;
  const origin = name.type === 'JSXIdentifier' ? imports.originOf(name.name) : undefined;
  const isElsewhere = origin && tag.kind === 'component' && !/\.live(?:\.|$)/.test(origin.source);
  throw source.errorAt(
    at,
    `\`client:${local}\` is on something that is not an island; only islands take it.`,
    isElsewhere
      ? `If <${source.textOf(name)}> is one, import it from its own file, which ends in .island.tsx or .react.tsx, and not from '${origin.source}'; else remove the directive.`
      : 'Remove it: everything else is rendered only on the server.',
  );
}

const inWords = (names: readonly string[]): string =>
  names.map((name) => `client:${name}`).join(', ');

/** Checks that an island has one strategy, that the values of its directives can be read, and that it has no binding. */
export function checkDirectives(
  { source }: FileContext,
  { name }: ESTree.JSXOpeningElement,
  { members }: Attributes,
): void {
  const attributes = members.filter((member): member is Attribute => 'name' in member);
  const binding = attributes.find((member) => member.name.startsWith('lv-'));
  if (binding)
    throw source.errorAt(
      binding.at,
      `\`${binding.name}\` has no effect on the island <${source.textOf(name)}>, whose markup is made in the browser.`,
      'Write it on an element around the island, or call useLive().send() inside of it.',
    );
  const directives = attributes.filter((member) => member.name.startsWith('client:'));
  const [first, second] = directives.filter((member) => member.name !== 'client:priority');
  if (!first)
    throw source.errorAt(
      name,
      `The island <${source.textOf(name)}> has no strategy, which decides when it hydrates.`,
      `Choose one of ${inWords(strategies)}; client:none for its HTML alone.`,
    );
  if (second)
    throw source.errorAt(
      second.at,
      `The island <${source.textOf(name)}> already has a strategy, \`${first.name}\`.`,
      'Remove one of the two.',
    );
  for (const { at, name: directive, value } of directives) {
    const fault = isConstant(value)
      ? valueFault(directive.slice('client:'.length), value)
      : undefined;
    if (fault) throw source.errorAt(at, `\`${directive}\` ${fault.reason}`, fault.hint);
  }
}

interface Fault {
  reason: string;
  hint: string;
}

/** The fault of a directive's constant value, if there is one. */
function valueFault(directive: string, { constant }: Constant): Fault | undefined {
  if (directive === 'priority')
    return priorities.some((priority) => priority === constant)
      ? undefined
      : {
          reason: 'has no such value.',
          hint: `Choose one of ${priorities.join(', ')}.`,
        };
  if (directive === 'media') return queryFault(constant);
  const rule = rules.get(directive);
  if (constant === true || !rule || rule.accepts(constant)) return undefined;
  return { reason: rule.reason, hint: rule.hint };
}

function queryFault(query: Constant['constant']): Fault | undefined {
  const fault =
    typeof query === 'string'
      ? mediaQueryFault(query)
      : 'is none: it decides when the island hydrates.';
  const hint = 'Write one as in CSS: client:media="(max-width: 600px)".';
  return fault === undefined
    ? undefined
    : { reason: `takes a media query, and this one ${fault}`, hint };
}

interface Rule extends Fault {
  accepts(value: Constant['constant']): boolean;
}

/** Margins in the form that an IntersectionObserver takes. */
const margins = /^(?:(?:-?[\d.]+(?:px|%)|0)(?:\s+|$)){1,4}$/;

const alone: Rule = {
  accepts: () => false,
  reason: 'takes no value.',
  hint: 'Write it without a value.',
};

/** The values that the built-in strategies accept. */
const rules = new Map<string, Rule>([
  ['load', alone],
  ['none', alone],
  ['only', alone],
  [
    'visible',
    {
      accepts: (value) => typeof value === 'string' && margins.test(value.trim()),
      reason: 'takes a margin around the viewport, in pixels or percent.',
      hint: 'Write client:visible="200px", or client:visible alone.',
    },
  ],
  [
    'idle',
    {
      accepts: (value) => typeof value === 'number' && value >= 0,
      reason: 'takes its longest wait as a number of milliseconds.',
      hint: 'Write client:idle={2000}, or client:idle alone.',
    },
  ],
  [
    'interaction',
    {
      accepts: (value) => typeof value === 'string' && value.trim() !== '',
      reason: 'takes names of events, separated by spaces.',
      hint: 'Write client:interaction="click focusin", or client:interaction alone.',
    },
  ],
]);
