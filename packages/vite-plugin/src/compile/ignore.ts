import { voidElements } from '@skerry/kit/template';

import type { ESTree } from 'vite';

import { type Attribute, isConstant } from './attribute.js';
import type { Tag } from './children.js';
import type { Source } from './errors.js';

/** Attributes that never belong to the page: Skerry itself uses them. */
const own = /^(?:key|data-[sk]|lv-.*|on.*)$/;

/**
 * Reads `lv-ignore`, which leaves markup to the page's own scripts.
 *
 * @returns `''` for the content of the element, names of attributes separated by spaces, or `undefined`
 */
export function ignoreOf(source: Source, { at, value }: Attribute, tag: Tag): string | undefined {
  if (tag.kind !== 'element')
    throw source.errorAt(
      at,
      '`lv-ignore` is on something that is not an element.',
      'Write it on an element in it, or around it.',
    );
  if (!isConstant(value) || !/string|boolean|undefined/.test(typeof (value.constant ?? undefined)))
    throw source.errorAt(
      at,
      '`lv-ignore` is not a constant, so the server cannot know what to leave alone.',
      'Write `lv-ignore` alone, or the names of attributes: lv-ignore="class style".',
    );
  const { constant } = value;
  if (constant === true || constant === '') return ofContent(source, at, tag);
  if (typeof constant !== 'string') return undefined;
  const names = constant.trim().split(/\s+/);
  const wrong = names.find((name) => !/^[a-z_:][\w:.-]*$/i.test(name) || own.test(name));
  if (wrong === undefined) return names.join(' ');
  throw source.errorAt(
    at,
    `\`lv-ignore\` names ${JSON.stringify(wrong)}, which is not an attribute that can be left to the page.`,
    'Name attributes, separated by spaces: lv-ignore="class style"; or write it alone, for the content of the element.',
  );
}

/**
 * Reads `lv-preserve`, which keeps an element, by its `id`, when the markup around it is replaced.
 *
 * @returns `''`, since its content is the page's, or `undefined` if it is switched off
 */
export function preserveOf(
  source: Source,
  { at, value }: Attribute,
  { attributes }: ESTree.JSXOpeningElement,
  tag: Tag,
): '' | undefined {
  if (tag.kind !== 'element' || !isConstant(value))
    throw source.errorAt(
      at,
      '`lv-preserve` is not a constant on an element.',
      'Write `lv-preserve` alone on the tag of an element.',
    );
  const hasId = attributes.some(
    (each) => each.type === 'JSXSpreadAttribute' || each.name.name === 'id',
  );
  if (!hasId)
    throw source.errorAt(
      at,
      '`lv-preserve` is on an element without an `id`, so nothing would be kept.',
      'Give the element an `id`.',
    );
  return value.constant && !voidElements.has(tag.name) ? '' : undefined;
}

function ofContent(source: Source, at: Attribute['at'], tag: Tag & { kind: 'element' }): '' {
  if (!voidElements.has(tag.name)) return '';
  throw source.errorAt(
    at,
    `<${tag.name}> has no content that \`lv-ignore\` could leave to the page.`,
    'Name its attributes: lv-ignore="value".',
  );
}
