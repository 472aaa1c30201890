/**
 * Cleans markup that visitors have written, so that `unsafeHtml` can show it: the elements and attributes of texts stay; scripts,
 * handlers, styles, fields, frames, drawings and everything of Skerry's own go. It parses as browsers do (hast-util-sanitize on
 * parse5), and is loaded with its first use.
 *
 * @param html markup from anybody
 * @returns markup to be kept as it is, and to be shown with `unsafeHtml`
 * @example
 * live.assign({ html: await live.sanitize(text) });
 */
export async function sanitize(html: string): Promise<string> {
  const { sanitizeHtml } = await import('./sanitize-html.js');
  return sanitizeHtml(html);
}
