import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { escapeHosts, htmlText } from './escape.js';
import { type Around, outermost } from './languages.js';
import { isPlainMarkup } from './plain-markup.js';
import { settledMarkup } from './settled-markup.js';

/** Markup that the author vouches for. Known by this class alone, so that no data can pose as it. */
export class Raw {
  private settled: string | undefined;
  private around: Around | undefined;

  constructor(
    /** The markup as the author gave it. */
    readonly source: string,
  ) {}

  /**
   * The markup as the page gets it, in first HTML and in diffs: nothing in it reaches beyond its end, or poses as ours.
   *
   * @param around the markup around it
   */
  html(around = outermost): string {
    if (this.settled === undefined || this.around !== around) {
      const html = escapeHosts(htmlText(this.source));
      this.settled =
        around === outermost && isPlainMarkup(html) ? html : settledMarkup(html, around);
      this.around = around;
    }
    return this.settled;
  }
}

/**
 * Puts a string into the page as markup, unescaped. The caller vouches for the string: never pass what a visitor
 * wrote, unless a sanitiser has made it safe.
 *
 * The markup is a piece of its own: elements and comments end where it ends, and what parsers do not read twice alike
 * shows as text. Names of Skerry's own mean nothing in it: attributes that begin with `lv-`, ids that do, and `data-k` on
 * its outermost elements are taken out, and elements such as `<skerry-island>` show as text.
 *
 * Its fields and buttons belong to a form of its own, or to none: a form around the markup neither posts them nor is
 * submitted by them, and a form in the markup is left out inside of another.
 *
 * It is read as it would be alone: parts of a table mean something in a table only, and a browser ends a `<p>` around a
 * block. So put markup that may hold blocks into a `<div>`.
 *
 * @param html markup of HTML, SVG or MathML
 * @throws SkerryError `not-markup`
 */
export function unsafeHtml(html: string): Raw {
  if (typeof html !== 'string')
    throw fail('not-markup', { call: 'unsafeHtml', value: describe(html) });
  return new Raw(html);
}

/** Markup that Skerry has written, and that no diff reaches: where it changes it is sent as a whole. */
export class Whole extends Raw {
  override html(): string {
    return this.source;
  }
}
