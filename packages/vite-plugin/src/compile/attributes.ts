import { attributeText, escapeHtml } from '@skerry/kit/template';
import type { ESTree } from 'vite';

import { ariaAttributes } from './aria.js';
import type { Tag } from './children.js';
import { checkDirective } from './directives.js';
import { decodeEntities } from './entities.js';
import type { Source, Span } from './errors.js';
import { ignoreOf } from './ignore.js';
import type { Piece } from './pieces.js';
import { type Constant, constantOf, isJsx } from './syntax.js';
import { objectKey, quote } from './text.js';
import type { Unit } from './file-context.js';

/** One attribute of an element, or one prop of a component. */
export interface Attribute {
  at: Span;
  name: string;
  value: Constant | Span;
}

/** What a tag says: its attributes and spreads in order. */
export interface Attributes {
  members: (Attribute | { spread: Span })[];
  hasSpread: boolean;
  /** The first of them that is not constant. */
  change: Span | undefined;
  /** `key={…}`, where the tag is not one that takes `key` as a prop. */
  key: Attribute | undefined;
  /** What `lv-ignore` leaves to the page: `''` is what the element holds, else attributes by name. */
  ignore: string | undefined;
}

export const isConstant = (value: Constant | Span): value is Constant => 'constant' in value;

/** Reads the attributes of a tag, and refuses what no tag may have. */
export function readAttributes(
  unit: Unit,
  opening: ESTree.JSXOpeningElement,
  tag: Tag,
): Attributes {
  const { source } = unit;
  const result: Attributes = {
    members: [],
    hasSpread: false,
    change: undefined,
    key: undefined,
    ignore: undefined,
  };
  const seen = new Set<string>();
  for (const item of opening.attributes) {
    if (item.type === 'JSXSpreadAttribute') {
      result.hasSpread = true;
      result.change ??= item;
      result.members.push({ spread: item.argument });
      continue;
    }
    const attribute = {
      at: item,
      name: nameOf(unit, item.name, opening, tag),
      value: valueOf(source, item.value),
    };
    // Of two spellings of one attribute, parsers take the first and spreads the last.
    const same = tag.kind === 'element' ? attribute.name.toLowerCase() : attribute.name;
    if (seen.has(same))
      throw source.error(item, `\`${attribute.name}\` is given twice.`, 'Remove one of the two.');
    seen.add(same);
    if (attribute.name === 'key' && tag.kind !== 'for') {
      result.key = attribute;
      continue;
    }
    if (attribute.name === 'lv-ignore') {
      result.ignore = ignoreOf(source, attribute, tag);
      continue;
    }
    result.members.push(attribute);
    if (!isConstant(attribute.value)) result.change ??= item;
  }
  return result;
}

function nameOf(
  unit: Unit,
  name: ESTree.JSXAttributeName,
  opening: ESTree.JSXOpeningElement,
  tag: Tag,
): string {
  if (name.type === 'JSXIdentifier') return name.name;
  const space = name.namespace.name;
  const local = name.name.name;
  if (space === 'client') checkDirective(unit, local, name, opening, tag);
  else if (!/^(?:xlink|xml|xmlns)$/.test(space))
    throw unit.source.error(
      name,
      `\`${space}:${local}\` has a prefix that means nothing here.`,
      'Known prefixes are xlink:, xml:, xmlns: and, on islands, client:. Use data-* for data of your own.',
    );
  return `${space}:${local}`;
}

function valueOf(source: Source, value: ESTree.JSXAttributeValue | null): Constant | Span {
  if (value === null) return { constant: true };
  if (value.type === 'Literal')
    return {
      constant: decodeEntities(source.text({ start: value.start + 1, end: value.end - 1 })),
    };
  if (value.type !== 'JSXExpressionContainer') return value;
  const { expression } = value;
  if (expression.type === 'JSXEmptyExpression')
    throw source.error(value, 'The braces are empty.', 'Put a value between them.');
  return constantOf(expression) ?? expression;
}

/** Names that other libraries use, or that are properties and not attributes, and what to write instead. */
const instead = new Map([
  ['className', 'Write `class`.'],
  ['htmlFor', 'Write `for`.'],
  ['ref', 'There is no element on the server to refer to; what needs one belongs in an island.'],
  ['children', 'Write the children between the tags.'],
  ['srcdoc', 'Serve the document from an address of its own and name it in `src`.'],
  ['data-s', 'Skerry marks places with it; choose another name.'],
  ['data-k', 'Skerry marks rows with it; choose another name, or use `key`.'],
  ...['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML'].map(
    (name) =>
      [
        name,
        'Write `{unsafeHtml(markup)}` between the tags, for markup that you vouch for.',
      ] as const,
  ),
]);

const bindings = new Map([
  ['click', 'lv-click="name"'],
  ['submit', 'lv-submit="name"'],
  ['input', 'lv-input="name"'],
  ['change', 'lv-input="name"'],
]);

/** Refuses what no element may have. */
export function checkAttribute(source: Source, attribute: Attribute): void {
  const { at, name, value } = attribute;
  const hint = instead.get(name) ?? (/^on[a-z]/i.test(name) ? handlerHint(name) : undefined);
  if (hint)
    throw source.error(at, `\`${name}\` is not an attribute that an element takes here.`, hint);
  if ('type' in value && isJsx(value as ESTree.Node))
    throw source.error(value as Span, `\`${name}\` takes text, not markup.`, 'Give it a string.');
  if (name.startsWith('lv-')) checkBinding(source, attribute);
  if (name.startsWith('aria-') && !Object.hasOwn(ariaAttributes, name))
    throw source.error(
      at,
      `There is no attribute \`${name}\`.`,
      'Correct its name; https://www.w3.org/TR/wai-aria/#state_prop_def lists them.',
    );
}

/** Refuses a binding that no event raises, or whose payload could not be read. */
function checkBinding(source: Source, { at, name, value }: Attribute): void {
  if (!/^lv-(?:click|submit|input)$/.test(name))
    throw source.error(
      at,
      `\`${name}\` binds no event.`,
      'Elements take lv-click, lv-submit and lv-input, and lv-ignore; use data-* for data of your own.',
    );
  const text = isConstant(value) ? String(value.constant) : '';
  // An event is named up to the first space, and its payload stands behind it.
  const payload = text.slice(text.indexOf(' ') + 1 || text.length);
  if (payload === '' || isJson(payload)) return;
  throw source.error(
    at,
    `The payload of \`${name}\`, ${JSON.stringify(payload)}, is not JSON.`,
    `Write the name of the event, a space and JSON: lv-click='tick {"by": 1}'.`,
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

function handlerHint(name: string): string {
  const binding = bindings.get(name.slice(2).toLowerCase());
  return binding
    ? `Name an event of the live view: ${binding}. A handler in the browser belongs in an island.`
    : 'A handler in the browser belongs in an island; live views take lv-click, lv-submit and lv-input.';
}

/** What kit writes in place of a URL that would run script. */
const refusedUrl = attributeText('href')('javascript:');

/** A constant attribute in HTML, as kit would write it. */
export function constantHtml(
  source: Source,
  { at, name, value }: Attribute & { value: Constant },
): string {
  const text = textOf(source, at, name, value);
  if (text === refusedUrl && value.constant !== refusedUrl)
    throw source.error(
      at,
      `\`${name}\` would run script.`,
      'Use a <button lv-click="name">, or an island.',
    );
  return text === null ? '' : ` ${name}="${escapeHtml(text)}"`;
}

function textOf(source: Source, at: Span, name: string, { constant }: Constant): string | null {
  try {
    return attributeText(name)(constant);
  } catch (error) {
    throw source.error(at, (error as Error).message, 'Give it a value that it can hold.');
  }
}

/** A value as code. */
export function codeOf(value: Constant | Span): Piece {
  if (!isConstant(value)) return value;
  const { constant } = value;
  if (typeof constant === 'bigint') return `${constant}n`;
  if (Object.is(constant, -0)) return '-0';
  return typeof constant === 'string' ? quote(constant) : String(constant);
}

/** The members as an object literal's content, in order. */
export function objectPieces(members: Attributes['members']): Piece[] {
  return members.flatMap((member, i): Piece[] => {
    const comma = i === 0 ? '' : ', ';
    return 'spread' in member
      ? [`${comma}...`, member.spread]
      : [`${comma}${objectKey(member.name)}: `, codeOf(member.value)];
  });
}
