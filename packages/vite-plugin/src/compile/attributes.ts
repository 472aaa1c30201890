import type { ESTree } from 'vite';
import { ignoreAttribute, preserveAttribute } from '@skerry/wire';

import { type Attributes, isConstant } from './attribute.js';
import type { Tag } from './children.js';
import { checkDirective } from './directives.js';
import { decodeEntities } from './entities.js';
import type { Source, Span } from './errors.js';
import type { FileContext } from './file-context.js';
import { ignoreOf, preserveOf } from './ignore.js';
import { type Constant, constantOf } from './syntax.js';

/** Reads the attributes of a tag, and refuses those that no tag may have. */
export function readAttributes(
  context: FileContext,
  opening: ESTree.JSXOpeningElement,
  tag: Tag,
): Attributes {
  const { source } = context;
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
      name: nameOf(context, item.name, opening, tag),
      value: valueOf(source, item.value),
    };
    // Of two spellings of one attribute, parsers take the first and spreads take the last.
    const same = tag.kind === 'element' ? attribute.name.toLowerCase() : attribute.name;
    if (seen.has(same))
      throw source.errorAt(item, `\`${attribute.name}\` is given twice.`, 'Remove one of the two.');
    seen.add(same);
    if (attribute.name === 'key' && tag.kind !== 'for') {
      result.key = attribute;
      continue;
    }
    if (attribute.name === ignoreAttribute) {
      result.ignore = ignoreOf(source, attribute, tag);
      continue;
    }
    // The page's own copy lives on, so that the server leaves its content alone.
    if (attribute.name === preserveAttribute)
      result.ignore = preserveOf(source, attribute, opening, tag);
    result.members.push(attribute);
    if (!isConstant(attribute.value)) result.change ??= item;
  }
  return result;
}

function nameOf(
  context: FileContext,
  name: ESTree.JSXAttributeName,
  opening: ESTree.JSXOpeningElement,
  tag: Tag,
): string {
  if (name.type === 'JSXIdentifier') return name.name;
  const space = name.namespace.name;
  const local = name.name.name;
  if (space === 'client') checkDirective(context, local, name, opening, tag);
  else if (!/^(?:xlink|xml|xmlns)$/.test(space))
    throw context.source.errorAt(
      name,
      `\`${space}:${local}\` has an unknown prefix.`,
      'Known prefixes are xlink:, xml:, xmlns: and, on islands, client:. Use data-* for data of your own.',
    );
  return `${space}:${local}`;
}

function valueOf(source: Source, value: ESTree.JSXAttributeValue | null): Constant | Span {
  if (value === null) return { constant: true };
  if (value.type === 'Literal')
    return {
      constant: decodeEntities(source.textOf({ start: value.start + 1, end: value.end - 1 })),
    };
  if (value.type !== 'JSXExpressionContainer') return value;
  const { expression } = value;
  if (expression.type === 'JSXEmptyExpression')
    throw source.errorAt(value, 'The braces are empty.', 'Put a value between them.');
  return constantOf(expression) ?? expression;
}
