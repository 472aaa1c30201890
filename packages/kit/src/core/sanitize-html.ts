import { fromHtml } from 'hast-util-from-html';
import { defaultSchema, sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';

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

/** Markup without everything that could run, or reach out of its place. */
export const sanitizeHtml = (html: string): string =>
  toHtml(sanitize(fromHtml(html, { fragment: true }), schema));
