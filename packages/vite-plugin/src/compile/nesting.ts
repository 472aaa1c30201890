/**
 * Which elements may contain which, by the parsing rules of the HTML standard, section 13.2.6 "Tree construction"
 * (https://html.spec.whatwg.org/multipage/parsing.html#tree-construction): nesting on which a parser would close, move or
 * drop an element would leave the browser with another tree than the one that was rendered. Interactive elements inside
 * one another follow the content models of section 4.
 */

import {
  contentLanguage as languageIn,
  headings,
  languageOf,
  tableContainers,
  tableParents,
  textElements,
  words,
} from '@skerry/kit/template';

/** An element around a place, with those around it. */
export interface Ancestor {
  tag: string;
  /** The language other than HTML that it belongs to. */
  foreign: 'svg' | 'math' | undefined;
  parent: Ancestor | undefined;
  /** The constant `encoding` of an `<annotation-xml>`, which may hold HTML. */
  encoding?: string | undefined;
}

/** Why an element may not be where it is, and the next step. */
export interface NestingFault {
  reason: string;
  hint: string;
}

/** The language other than HTML in which the content of an element is written. */
const contentLanguage = (element: Ancestor | undefined): Ancestor['foreign'] =>
  (element && languageIn(element.tag, element.foreign ?? '', element.encoding)) || undefined;

/** The element of this name inside another. */
export const within = (tag: string, parent: Ancestor | undefined, encoding?: string): Ancestor => ({
  tag,
  foreign: languageOf(tag, contentLanguage(parent) ?? '', parent?.tag) || undefined,
  parent,
  encoding,
});

/** Tells whether the content of an element is text, not markup. */
export const holdsText = ({ tag, foreign }: Ancestor): boolean => !foreign && textElements.has(tag);

/** Tells whether text directly inside an element would be moved out of a table. */
export const isTablePart = (element: Ancestor | undefined): boolean =>
  element !== undefined && tableContainers.has(element.tag);

/** Elements that end SVG and MathML when they start inside (13.2.6.5). */
const breakout = words(
  `b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr
   ol p pre ruby s small span strong strike sub sup table tt u ul var`,
);

/** Tells whether an element is one of HTML wherever the markup around it is put. */
export const isCertainlyHtml = (element: Ancestor | undefined): boolean =>
  element !== undefined &&
  !element.foreign &&
  (breakout.has(element.tag) || isCertainlyHtml(element.parent));

/** Elements that a parser drops, or gives a parent of its own, outside these ones. */
const parents: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...tableParents,
  ['tr', words('tbody thead tfoot table')],
  ['head', words('html')],
  ['body', words('html')],
  ['html', new Set()],
]);

const rows = words('tr style script template');

/** Elements with their only allowed children: a parser moves everything else out of them, or drops it. */
const contents: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['table', words('caption colgroup thead tbody tfoot tr style script template')],
  ['colgroup', words('col template')],
  ['thead', rows],
  ['tbody', rows],
  ['tfoot', rows],
  ['tr', words('td th style script template')],
  ['select', words('option optgroup hr style script template')],
  ['optgroup', words('option style script template')],
  ['html', words('head body')],
  ['head', words('base link meta title style script noscript template')],
  ['iframe', new Set()],
]);

const interactive = words('a button details embed iframe input label select textarea');

/** Elements that end an open paragraph (13.2.6.4.7: "has a p element in button scope"). */
const blocks = words(
  `address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main
   menu nav ol p search section summary ul h1 h2 h3 h4 h5 h6 pre listing form li dd dt plaintext table hr xmp`,
);

/**
 * "Special" elements (13.2.4.2) except `address`, `div` and `p`: where a parser ends its search for an open list item.
 * `search` is left out, since Chromium 156 looks past it.
 */
const special = words(
  `applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir dl
   dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img
   input keygen li link listing main marquee menu meta nav noembed noframes noscript object ol param plaintext pre script
   section select source style summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp`,
);

const scope = words('applet caption html table td th marquee object select template');
const buttonScope = new Set([...scope, 'button']);
const markers = words('applet caption object marquee template td th');

/** An element that ends an open one around it, or that must not be inside it. */
interface Rule {
  tags: ReadonlySet<string>;
  inside: ReadonlySet<string>;
  /** The elements that end the search upwards; `parent` searches only the element directly around. */
  until: ReadonlySet<string> | 'parent';
  /** True if SVG and MathML end the search as well. */
  throughForeign?: true;
  effect: 'ends' | 'drops' | 'interactive';
}

const rules: readonly Rule[] = [
  { tags: blocks, inside: words('p'), until: buttonScope, effect: 'ends' },
  { tags: headings, inside: headings, until: 'parent', effect: 'ends' },
  { tags: words('li'), inside: words('li'), until: special, effect: 'ends' },
  { tags: words('dd dt'), inside: words('dd dt'), until: special, effect: 'ends' },
  { tags: words('a'), inside: words('a'), until: markers, throughForeign: true, effect: 'ends' },
  { tags: words('nobr'), inside: words('nobr'), until: scope, effect: 'ends' },
  { tags: words('button'), inside: words('button'), until: scope, effect: 'ends' },
  {
    tags: words('rb rp rt rtc'),
    inside: words('dd dt li p rb rp rt'),
    until: 'parent',
    effect: 'ends',
  },
  { tags: words('rb rtc'), inside: words('rtc'), until: 'parent', effect: 'ends' },
  {
    tags: words('form'),
    inside: words('form'),
    until: words('template'),
    throughForeign: true,
    effect: 'drops',
  },
  {
    tags: interactive,
    inside: words('a button'),
    until: words('template'),
    throughForeign: true,
    effect: 'interactive',
  },
  {
    tags: words('label'),
    inside: words('label'),
    until: words('template'),
    throughForeign: true,
    effect: 'interactive',
  },
];

/** The fault of an element of this name inside these, if there is one. */
export function nestingFault(tag: string, parent: Ancestor | undefined): NestingFault | undefined {
  if (parent === undefined) return undefined;
  if (contentLanguage(parent)) return breakout.has(tag) ? foreignFault(tag, parent) : undefined;
  if (parent.tag === 'template')
    return /^(?:html|head|body)$/.test(tag) ? parentFault(tag, parent) : undefined;
  return contentFault(tag, parent) ?? parentFault(tag, parent) ?? ruleFault(tag, parent);
}

/** The fault of a `<font>` with this attribute, if there is one. */
export const fontFault = (
  attribute: string | undefined,
  { tag, foreign, parent }: Ancestor,
): NestingFault | undefined =>
  parent && foreign && tag === 'font' && /^(?:color|face|size)$/i.test(attribute ?? 'size')
    ? foreignFault(tag, parent)
    : undefined;

function foreignFault(tag: string, parent: Ancestor): NestingFault {
  return {
    reason: `<${tag}> cannot be inside <${parent.tag}>: browsers end the drawing before it.`,
    hint: `Put it into a <foreignObject>, or use <text>.`,
  };
}

function contentFault(tag: string, ancestor: Ancestor): NestingFault | undefined {
  const parent = ancestor.tag;
  if (holdsText(ancestor))
    return {
      reason: `<${tag}> cannot be inside <${parent}>, whose content is text and not markup.`,
      hint: `Leave the text and remove the tag.`,
    };
  const allowed = contents.get(parent);
  if (allowed === undefined || allowed.has(tag)) return undefined;
  return {
    reason: `<${tag}> cannot be directly inside <${parent}>: browsers move it out, drop it, or put another element around it.`,
    hint: inWords(parent, allowed),
  };
}

function inWords(parent: string, allowed: ReadonlySet<string>): string {
  if (allowed.size === 0) return `Leave <${parent}> empty.`;
  if (parent === 'tr') return 'Put it into a cell: <td>…</td>.';
  const names = [...allowed].filter((tag) => !/^(?:style|script|template)$/.test(tag));
  return `Directly inside <${parent}>, use only ${names.map((tag) => `<${tag}>`).join(', ')}.`;
}

function parentFault(tag: string, { tag: parent }: Ancestor): NestingFault | undefined {
  const allowed = parents.get(tag);
  if (allowed === undefined || allowed.has(parent)) return undefined;
  const [first] = allowed;
  return {
    reason: `<${tag}> cannot be inside <${parent}>: browsers drop it there.`,
    hint: first
      ? `Put it directly inside <${first}>.`
      : `<${tag}> is the outermost element of a page.`,
  };
}

function ruleFault(tag: string, parent: Ancestor): NestingFault | undefined {
  for (const rule of rules) {
    const outer = rule.tags.has(tag) && enclosing(rule, parent);
    if (outer) return { reason: ruleReason(rule, tag, outer), hint: ruleHint(tag, outer) };
  }
  return undefined;
}

function enclosing(rule: Rule, parent: Ancestor): string | undefined {
  let element: Ancestor | undefined = parent;
  while (element) {
    if (!element.foreign && rule.inside.has(element.tag)) return element.tag;
    if (rule.until === 'parent' || rule.until.has(element.tag)) return undefined;
    if (element.foreign && !rule.throughForeign) return undefined;
    element = element.parent;
  }
  return undefined;
}

const ruleReason = ({ effect }: Rule, tag: string, outer: string): string =>
  `<${tag}> cannot be inside <${outer}>: ` +
  {
    ends: `browsers end the <${outer}> before it.`,
    drops: 'browsers drop the inner one.',
    interactive: 'both answer to the same click.',
  }[effect];

function ruleHint(tag: string, outer: string): string {
  if (outer === 'p') return `Make the <p> a <div>, or end it before the <${tag}>.`;
  if (tag === 'li') return 'Put it into a <ul> or <ol> of its own, or end the outer <li> first.';
  return `End the <${outer}> before the <${tag}>.`;
}

/** The fault of text, other than white space, directly inside an element, if there is one. */
export function textFault(parent: Ancestor | undefined): NestingFault | undefined {
  if (parent === undefined || parent.foreign) return undefined;
  const { tag } = parent;
  if (isTablePart(parent))
    return {
      reason: `Text cannot be directly inside <${tag}>: browsers move it out of the table.`,
      hint: tag === 'colgroup' ? 'Remove it.' : 'Put it into a cell: <td>…</td>.',
    };
  if (tag === 'html' || tag === 'head')
    return {
      reason: `Text cannot be directly inside <${tag}>: browsers move it to the <body>.`,
      hint:
        tag === 'head' ? 'Put it into a <title>, or into the <body>.' : 'Put it into the <body>.',
    };
  return undefined;
}

/** The fault of an island's host directly inside an element, if there is one. */
export function islandFault(parent: Ancestor | undefined): NestingFault | undefined {
  if (parent === undefined) return undefined;
  const { tag } = parent;
  if (contentLanguage(parent))
    return {
      reason: `cannot be inside <${tag}>: its host in the page is an element of HTML.`,
      hint: 'Make the whole drawing the island, or put it into a <foreignObject>.',
    };
  if (isTablePart(parent))
    return {
      reason: `cannot be directly inside <${tag}>: browsers move its host out of the table.`,
      hint: 'Put it into a cell: <td>…</td>.',
    };
  if (!contents.has(tag)) return undefined;
  return {
    reason: `cannot be directly inside <${tag}>: browsers drop its host, or move it out.`,
    hint: `Put it outside of the <${tag}>.`,
  };
}
