import type { TestElement } from '../dom.js';

/**
 * Stands between two elements in a line. Style sheets may set them apart or not, so it is a space where a test wants one, and nothing
 * where it does not.
 */
const seam = '\u200B';

const unseen = /^(?:script|style|template|title|textarea)$/;

/** Elements that HTML sets in lines of their own, and those that end a line or a cell. */
const blocks =
  /^(?:address|article|aside|blockquote|body|br|caption|center|d[dlt]|details|dialog|dir|div|fieldset|figcaption|figure|footer|form|h[1-6]|header|hgroup|hr|legend|li|main|menu|nav|ol|optgroup|option|p|pre|search|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)$/;

/**
 * The text that a page shows, with seams.
 *
 * @param withScript false if `<noscript>` is shown
 */
export function shownText(root: TestElement, withScript: boolean): string {
  const body = root.querySelector('body') ?? root;
  const isShown = ({ rawTagName }: TestElement): boolean =>
    !unseen.test(rawTagName) && !(withScript && rawTagName === 'noscript');
  const write = (element: TestElement): string =>
    element.childNodes
      .map((node) => {
        if (node.nodeType === 3) return node.textContent;
        const inner = node as TestElement;
        if (node.nodeType !== 1 || !isShown(inner) || inner.hasAttribute('hidden')) return '';
        const border = blocks.test(inner.rawTagName) ? ' ' : seam;
        return border + write(inner) + border;
      })
      .join('');
  return write(body)
    .replaceAll(/[\s\u200B]+/g, (gap) => (/\s/.test(gap) ? ' ' : seam))
    .trim();
}

/** Tells whether a shown text holds a text, whose spaces count as one. */
export function holdsText(shown: string, wanted: string): boolean {
  const letters = [...wanted.replaceAll(/\s+/g, ' ').trim()];
  const pattern = letters.map((letter) =>
    letter === ' ' ? `[ ${seam}]` : letter.replace(/[$()*+.?[\\\]^{|}]/, '\\$&'),
  );
  return new RegExp(pattern.join(`${seam}?`)).test(shown);
}

/** A shown text, to be read. */
export const readable = (shown: string): string => shown.replaceAll(seam, ' ').trim();
