import { childText, isText, notAChild } from './child.js';
import { htmlText, scriptText, styleSheetText } from './escape.js';

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
