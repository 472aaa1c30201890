import { voidElements } from '@skerry/kit/template';

import { type Attribute, isConstant } from './attribute.js';
import type { Tag } from './children.js';
import type { Source } from './errors.js';

/** Names of attributes that are never the page's: Skerry finds its way by them. */
const own = /^(?:key|data-[sk]|lv-.*|on.*)$/;

/**
 * Reads `lv-ignore`, which says what the page's own scripts look after.
 *
 * @returns `''` for what the element holds, names of attributes with spaces between, or nothing
 */
export function ignoreOf(source: Source, { at, value }: Attribute, tag: Tag): string | undefined {
  if (tag.kind !== 'element')
    throw source.error(
      at,
      '`lv-ignore` stands on something that is no element.',
      'Write it on an element in it, or around it.',
    );
  if (!isConstant(value) || !/string|boolean|undefined/.test(typeof (value.constant ?? undefined)))
    throw source.error(
      at,
      '`lv-ignore` is no constant, so the server cannot know what to leave alone.',
      'Write `lv-ignore` alone, or the names of attributes: lv-ignore="class style".',
    );
  const { constant } = value;
  if (constant === true || constant === '') return ofContent(source, at, tag);
  if (typeof constant !== 'string') return undefined;
  const names = constant.trim().split(/\s+/);
  const wrong = names.find((name) => !/^[a-z_:][\w:.-]*$/i.test(name) || own.test(name));
  if (wrong === undefined) return names.join(' ');
  throw source.error(
    at,
    `\`lv-ignore\` names ${JSON.stringify(wrong)}, which is no attribute that can be left to the page.`,
    'Name attributes, with spaces between: lv-ignore="class style"; or write it alone, for what the element holds.',
  );
}

function ofContent(source: Source, at: Attribute['at'], tag: Tag & { kind: 'element' }): '' {
  if (!voidElements.has(tag.name)) return '';
  throw source.error(
    at,
    `<${tag.name}> holds nothing that \`lv-ignore\` could leave to the page.`,
    'Name its attributes: lv-ignore="value".',
  );
}
