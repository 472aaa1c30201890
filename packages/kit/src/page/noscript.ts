/** Elements whose content is text, whatever it looks like. */
const tags = /<(\/?)(noscript|script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])/gi;

/** Markup for a script, which would take what is in a `<noscript>` for a part of the page. */
export function withoutNoscript(html: string): string {
  let kept = '';
  let from = 0;
  /** The element that is open, and where it begins. */
  let open = '';
  let begin = 0;
  for (const { 0: tag, 1: slash, 2: written = '', index } of html.matchAll(tags)) {
    const name = written.toLowerCase();
    if (!slash && open === '') {
      open = name;
      begin = index;
    } else if (slash && name === open) {
      open = '';
      if (name !== 'noscript') continue;
      kept += html.slice(from, begin);
      from = html.indexOf('>', index + tag.length) + 1 || html.length;
    }
  }
  return kept + html.slice(from);
}
