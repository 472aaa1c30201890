import { priorities, strategies } from '@skerry/islands/directives';
import type { ESTree } from 'vite';

import { type Attribute, type Attributes, isConstant } from './attribute.js';
import type { Tag } from './children.js';
import type { Span } from './errors.js';
import type { Constant } from './syntax.js';
import type { FileContext } from './file-context.js';

/** Makes sure that a directive is one, and stands on an island. */
export function checkDirective(
  context: FileContext,
  local: string,
  at: Span,
  { name }: ESTree.JSXOpeningElement,
  tag: Tag,
): void {
  const { source, imports, strategies } = context;
  if (local !== 'priority' && !strategies.includes(local))
    throw source.error(
      at,
      `There is no directive \`client:${local}\`.`,
      `Islands take ${inWords(strategies)}, and client:priority; a strategy of your own is a file, src/strategies/${local}.ts.`,
    );
  if (tag.kind === 'island') return;
  const origin = name.type === 'JSXIdentifier' ? imports.originOf(name.name) : undefined;
  const isElsewhere = origin && tag.kind === 'component' && !/\.live(?:\.|$)/.test(origin.source);
  throw source.error(
    at,
    `\`client:${local}\` stands on something that is no island; only islands take it.`,
    isElsewhere
      ? `If <${source.text(name)}> is one, import it from its own file, which ends in .island.tsx or .react.tsx, and not from '${origin.source}'; else remove the directive.`
      : 'Remove it: everything else is rendered on the server alone.',
  );
}

const inWords = (names: readonly string[]): string =>
  names.map((name) => `client:${name}`).join(', ');

/** Makes sure that an island has one strategy, and that what its directives are told can be read. */
export function checkDirectives(
  { source }: FileContext,
  { name }: ESTree.JSXOpeningElement,
  { members }: Attributes,
): void {
  const directives = members.filter(
    (member): member is Attribute => 'name' in member && member.name.startsWith('client:'),
  );
  const [first, second] = directives.filter((member) => member.name !== 'client:priority');
  if (!first)
    throw source.error(
      name,
      `The island <${source.text(name)}> has no strategy: nothing says when it hydrates.`,
      `Choose one of ${inWords(strategies)}; client:none for its HTML alone.`,
    );
  if (second)
    throw source.error(
      second.at,
      `The island <${source.text(name)}> has a strategy already, \`${first.name}\`.`,
      'Remove one of the two.',
    );
  for (const { at, name: directive, value } of directives) {
    const fault = isConstant(value)
      ? valueFault(directive.slice('client:'.length), value)
      : undefined;
    if (fault) throw source.error(at, `\`${directive}\` ${fault.reason}`, fault.hint);
  }
}

interface Fault {
  reason: string;
  hint: string;
}

/** What is wrong with a constant that a directive is told; `undefined` where nothing is. */
function valueFault(directive: string, { constant }: Constant): Fault | undefined {
  if (directive === 'priority')
    return priorities.some((priority) => priority === constant)
      ? undefined
      : {
          reason: 'is none of those that there are.',
          hint: `Choose one of ${priorities.join(', ')}.`,
        };
  const rule = rules.get(directive);
  if (constant === true || !rule || rule.accepts(constant)) return undefined;
  return { reason: rule.reason, hint: rule.hint };
}

interface Rule extends Fault {
  accepts(value: Constant['constant']): boolean;
}

/** Margins as an observer of intersections takes them. */
const margins = /^(?:(?:-?[\d.]+(?:px|%)|0)(?:\s+|$)){1,4}$/;

const alone: Rule = {
  accepts: () => false,
  reason: 'is told nothing.',
  hint: 'Write it without a value.',
};

/** What the strategies that every app has may be told, where they do not stand alone. */
const rules = new Map<string, Rule>([
  ['load', alone],
  ['none', alone],
  [
    'visible',
    {
      accepts: (value) => typeof value === 'string' && margins.test(value.trim()),
      reason: 'is told the margin around the viewport, in pixels or percent.',
      hint: 'Write client:visible="200px", or client:visible alone.',
    },
  ],
  [
    'idle',
    {
      accepts: (value) => typeof value === 'number' && value >= 0,
      reason: 'is told how long it may wait, as a number of milliseconds.',
      hint: 'Write client:idle={2000}, or client:idle alone.',
    },
  ],
  [
    'interaction',
    {
      accepts: (value) => typeof value === 'string' && value.trim() !== '',
      reason: 'is told the names of events, with spaces between.',
      hint: 'Write client:interaction="click focusin", or client:interaction alone.',
    },
  ],
]);
