import { escapeHosts } from './escape.js';

/** Markup that the author vouches for. Known by this class alone, so that no data can pose as it. */
export class Raw {
  readonly html: string;

  constructor(html: string) {
    this.html = escapeHosts(html);
  }
}

/**
 * Puts a string into the page as markup, unescaped. Whoever calls it vouches for the string: never pass what a visitor
 * wrote, unless a sanitiser has made it safe. Elements of Skerry's own, such as `<skerry-island>`, show as text.
 *
 * @param html markup whose elements are all closed
 */
export const unsafeHtml = (html: string): Raw => new Raw(html);
