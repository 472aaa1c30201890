/**
 * Tells markup that any parser reads as it is written, wherever it is put: most of what sanitisers and Markdown make. All
 * else is parsed, which takes far longer.
 */

import { headings, tableContainers, tableParents, words } from './elements.js';

const inline = words(
  `a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var`,
);
const empty = words('br col hr img wbr');
const blocks = words(
  `address article aside blockquote details div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header hr main nav ol p pre
   section summary table ul`,
);
/** Elements that belong right inside others. */
const parents: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', words('ol ul')],
  ['dt', words('dl')],
  ['dd', words('dl')],
  ...tableParents,
]);

/** The start or the end of an element, as it is written most of the time. */
const tag =
  /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z][a-z0-9:_-]*(?:="[^"<>]*"|='[^'<>]*')?)*)\s*(\/?)>/y;
/** Possible names of Skerry, also those written in references; forms; and carriage returns, which parsers change. */
const suspicious = /lv-|data-k|\r|\sform=|\s(?:id|interestfor)=["'][^"'&]*&/i;
const maxDepth = 100;

/**
 * Tells whether markup is plain: no element is special to parsers in its place, and all are closed in order.
 * Takes a time that grows with its length.
 */
export function isPlainMarkup(html: string): boolean {
  if (suspicious.test(html)) return false;
  const open: string[] = [];
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', from)) {
    tag.lastIndex = at;
    const found = tag.exec(html);
    if (!found || (isInTable(open) && /[^ \t\n\f]/.test(html.slice(from, at)))) return false;
    const [, slash, name, attributes, selfClosing] = found as unknown as string[];
    if (slash) {
      if (attributes || selfClosing || open.pop() !== name) return false;
    } else {
      if (!mayStart(name!, open) || open.length === maxDepth) return false;
      if (!empty.has(name!)) {
        if (selfClosing) return false;
        open.push(name!);
      }
    }
    from = tag.lastIndex;
  }
  return open.length === 0;
}

/** Tells whether parsers would move text from here out of a table. */
const isInTable = (open: readonly string[]): boolean => tableContainers.has(open.at(-1) ?? '');

/** Tells whether an element starts where it is written, and leaves the open ones open. */
function mayStart(name: string, open: readonly string[]): boolean {
  const wanted = parents.get(name);
  if (wanted) return wanted.has(open.at(-1) ?? '');
  if (isInTable(open)) return false;
  if (name === 'a') return !open.includes('a');
  if (headings.has(name) && open.some((each) => headings.has(each))) return false;
  if (blocks.has(name)) return !open.includes('p');
  // Names with a hyphen are elements of the app.
  return inline.has(name) || empty.has(name) || name.includes('-');
}
