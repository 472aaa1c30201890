import { attributeText, escapeHtml } from '@skerry/kit/template';
import type { ESTree } from 'vite';
import { keyAttribute, placeAttribute } from '@skerry/wire';

import { ariaAttributes } from './aria.js';
import { bindingNames, checkBinding } from './check-binding.js';
import type { Attribute } from './attribute.js';
import type { Source, Span } from './errors.js';
import type { FileContext } from './file-context.js';
import { type Constant, isJsx } from './syntax.js';

/** Names of other libraries or of properties, with the attribute to write instead. */
const instead = new Map([
  ['className', 'Write `class`.'],
  ['htmlFor', 'Write `for`.'],
  ['ref', 'The server has no element to refer to; put code that needs one into an island.'],
  ['children', 'Write the children between the tags.'],
  ['srcdoc', 'Serve the document from an address of its own and name it in `src`.'],
  [placeAttribute, 'Skerry marks places with it; choose another name.'],
  [keyAttribute, 'Skerry marks rows with it; choose another name, or use `key`.'],
  ...['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML'].map(
    (name) =>
      [name, 'Write `{unsafeHtml(markup)}` between the tags, for markup that you trust.'] as const,
  ),
]);

/** Refuses attributes that no element may have. */
export function checkAttribute(context: FileContext, attribute: Attribute): void {
  const { source } = context;
  const { at, name, value } = attribute;
  const hint = instead.get(name) ?? (/^on[a-z]/i.test(name) ? handlerHint(name) : undefined);
  if (hint)
    throw source.errorAt(at, `\`${name}\` is not an attribute that an element takes here.`, hint);
  if ('type' in value && isJsx(value as ESTree.Node))
    throw source.errorAt(value as Span, `\`${name}\` takes text, not markup.`, 'Give it a string.');
  if (name.startsWith('lv-')) checkBinding(context, attribute);
  if (name.startsWith('aria-') && !Object.hasOwn(ariaAttributes, name))
    throw source.errorAt(
      at,
      `There is no attribute \`${name}\`.`,
      'Correct its name; https://www.w3.org/TR/wai-aria/#state_prop_def lists them.',
    );
}

function handlerHint(name: string): string {
  const event = name.slice(2).toLowerCase();
  return bindingNames.has(event)
    ? `Name an event of the live view: lv-${event}="name". A handler in the browser belongs in an island.`
    : 'A handler in the browser belongs in an island; live views take lv-click, lv-submit and the like.';
}

/** Kit's replacement for a URL that would run script. */
const refusedUrl = attributeText('href')('javascript:');

/** A constant attribute in HTML, as kit would write it. */
export function constantHtml(
  source: Source,
  { at, name, value }: Attribute & { value: Constant },
): string {
  const text = textOf(source, at, name, value);
  if (text === refusedUrl && value.constant !== refusedUrl)
    throw source.errorAt(
      at,
      `\`${name}\` would run script.`,
      'Use a <button lv-click="name"> or an island.',
    );
  return text === null ? '' : ` ${name}="${escapeHtml(text)}"`;
}

function textOf(source: Source, at: Span, name: string, { constant }: Constant): string | null {
  try {
    return attributeText(name)(constant);
  } catch (error) {
    throw source.errorAt(
      at,
      (error as Error).message,
      'Give it a value that the attribute can hold.',
    );
  }
}
