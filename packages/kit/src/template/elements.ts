/**
 * The kinds of HTML elements that decide how markup is written, by the HTML standard, sections 13.1.2 "Elements" and
 * 13.2.6 "Tree construction" (https://html.spec.whatwg.org/multipage/syntax.html#elements-2).
 */

/** The words of a list. */
export const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Elements without content and without an end tag; the obsolete ones too. */
export const voidElements = words(
  'area base basefont bgsound br col embed hr img input keygen link meta param source track wbr',
);

/** Elements whose content is text, not markup. Browsers parse markup in an option and drop it. */
export const textElements = words('title textarea option script style');

/** Elements at whose start parsers drop a line feed. Text areas do so too; their content is written elsewhere. */
export const preformatted = words('pre listing');

export const headings = words('h1 h2 h3 h4 h5 h6');

/** The elements of a table, with those that may be directly around each. */
export const tableParents: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...['caption', 'colgroup', 'thead', 'tbody', 'tfoot'].map(
    (tag) => [tag, words('table')] as const,
  ),
  ['col', words('colgroup')],
  ['tr', words('thead tbody tfoot')],
  ['td', words('tr')],
  ['th', words('tr')],
]);

/** Elements in which text has no place: parsers move it out of the table. */
export const tableContainers: ReadonlySet<string> = new Set(
  [...tableParents.values()].flatMap((parents) => [...parents]),
);

/** The words of a list such as `'alt src width'`, as a union. */
export type Words<
  List extends string,
  Found extends string = never,
> = List extends `${infer Word} ${infer Rest}` ? Words<Rest, Found | Word> : Found | List;
