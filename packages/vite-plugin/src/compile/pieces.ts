import type { MagicString } from 'magic-string';

import type { Span } from './errors.js';

/** Generated code, or a stretch of the author's that stays in place and keeps its place in the source map. */
export type Piece = string | Span;

/**
 * Replaces a stretch of a file by pieces. Spans among them must lie in it, in order, except that the first may come from
 * further on. Line breaks stay, so that code on later lines keeps its line even without a source map.
 */
export function splice(edited: MagicString, whole: Span, pieces: readonly Piece[]): void {
  const { texts, spans } = group(pieces);
  const [first] = spans;
  if (first === undefined) return replaceWhole(edited, whole, texts[0] as string);

  const inOrder = [...spans].sort((a, b) => a.start - b.start);
  const start = inOrder[0] as Span;
  const moved = start === first ? undefined : first;
  const before = new Map(spans.map((span, i) => [span, texts[i] as string]));
  if (moved) {
    edited.move(moved.start, moved.end, start.start);
    edited.appendLeft(moved.end, before.get(start) as string);
    before.set(start, before.get(moved) as string);
    before.set(moved, '');
  }
  let end = whole.start;
  for (const span of inOrder) {
    replace(edited, { start: end, end: span.start }, (breaks) => before.get(span) + breaks);
    end = span.end;
  }
  replace(edited, { start: end, end: whole.end }, (breaks) => breaks + (texts.at(-1) as string));
}

/** The texts around the spans, one more than there are spans. */
function group(pieces: readonly Piece[]): { texts: string[]; spans: Span[] } {
  const texts = [''];
  const spans: Span[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') texts[texts.length - 1] += piece;
    else {
      spans.push(piece);
      texts.push('');
    }
  }
  return { texts, spans };
}

/** Line breaks go before the last bracket: after it they could end a statement. */
const replaceWhole = (edited: MagicString, whole: Span, text: string): void =>
  replace(edited, whole, (breaks) => text.slice(0, -1) + breaks + text.slice(-1));

function replace(
  edited: MagicString,
  { start, end }: Span,
  write: (breaks: string) => string,
): void {
  const text = write(edited.original.slice(start, end).replace(/[^\n]/g, ''));
  if (start === end) edited.appendLeft(start, text);
  else if (text === '') edited.remove(start, end);
  else edited.update(start, end, text);
}
