import { fromHtml } from 'hast-util-from-html';
import { defaultSchema, sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { defaultTreeAdapter as adapter, parseFragment } from 'parse5';

/** Elements that go with all that they hold; of any other element that is not allowed, the content stays. */
const dropped = [
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'noembed',
  'noframes',
  'plaintext',
  'xmp',
  'title',
  'textarea',
  'select',
  'svg',
  'math',
];

/** Attributes that any element may have: none that runs, sends, styles, or names something else on the page. */
const everywhere =
  'abbr align alt colSpan dateTime dir headers height id lang open rowSpan scope span start summary title vAlign width'.split(
    ' ',
  );

/** GitHub's list of elements for what its users write, without fields. Ids begin with `user-content-`. */
const schema: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'input'),
  attributes: {
    '*': everywhere,
    a: ['href'],
    blockquote: ['cite'],
    code: [['className', /^language-./]],
    del: ['cite'],
    img: ['src', 'loading'],
    ins: ['cite'],
    li: ['value'],
    ol: ['reversed'],
    q: ['cite'],
  },
  required: {},
  strip: dropped,
};

const maxElements = 10_000;
const maxDepth = 200;

/** Returns true for markup of which parsers make very much: they open what was not closed again and again. */
function isTooMuch(html: string): boolean {
  let elements = 0;
  let depth = 0;
  const onItemPush = (): void => {
    if (++elements > maxElements || ++depth > maxDepth) throw new RangeError('Too much markup.');
  };
  try {
    parseFragment(html, { treeAdapter: { ...adapter, onItemPush, onItemPop: () => void depth-- } });
    return false;
  } catch {
    return true;
  }
}

/** Markup without everything that could run, or reach out of its place. Too much of it becomes text. */
export const sanitizeHtml = (html: string): string =>
  toHtml(
    isTooMuch(html)
      ? { type: 'text', value: html }
      : sanitize(fromHtml(html, { fragment: true }), schema),
  );
