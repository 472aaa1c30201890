import { childText, isText, notAChild } from './child.js';
import { escapeHtml, htmlText, scriptText, styleSheetText } from './escape.js';

/** Joins the values in an element whose content is text; the result is the same for the page and for a patch. */
export function contentText(tag: string, parts: unknown): string {
  const text = htmlText((parts as readonly unknown[]).map(pieceText).join(''));
  if (tag !== 'script' && tag !== 'style') return text;
  // A parser makes line feeds of these, and here no reference can keep it from that.
  const lines = text.replace(/\r\n?/g, '\n');
  return tag === 'script' ? scriptText(lines) : styleSheetText(lines);
}

function pieceText(part: unknown): string {
  if (!isText(part)) throw notAChild(part);
  return childText(part);
}

/** That text in markup. @param isHtml false in SVG and MathML */
export function contentHtml(tag: string, text: string, isHtml: boolean): string {
  // In SVG and MathML they are parsed as any other element.
  if (isHtml && (tag === 'script' || tag === 'style')) return text;
  // Parsers drop a line feed at the start of a text area.
  const lead = tag === 'textarea' && text.startsWith('\n') ? '\n' : '';
  return lead + escapeHtml(text);
}
