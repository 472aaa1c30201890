import { randomUUID } from 'node:crypto';

/** The sources of markup, as far as development knows. */
export interface Origin {
  /** The component. */
  readonly name?: string | undefined;
  /** Its file, or the name of an island. */
  readonly file?: string | undefined;
  /** The lines of the elements of one template, in order. */
  readonly lines?: readonly number[] | undefined;
  /** Markup that was not written as JSX of ours: an island's own, or that of `unsafeHtml`. */
  readonly foreign?: 'island' | 'raw' | undefined;
}

/** Random, so that no content can hold it. */
const secret = randomUUID();

const end = `<!--${secret}-->`;
const marks = new RegExp(`<!--${secret}[^>]*-->`, 'g');

/** The comment before markup of this origin. */
export const startMark = (origin: Origin): string =>
  `<!--${secret}${encodeURIComponent(JSON.stringify(origin))}-->`;

/** Markup between the comments that name its origin. */
export const marked = (origin: Origin, html: string): string => startMark(origin) + html + end;

/** Markup as it is sent. */
export const withoutMarks = (html: string): string => html.replace(marks, '');

/** The origin that a comment names; `'end'` where it ends one, `undefined` for any other comment. */
export function readMark(comment: string): Origin | 'end' | undefined {
  if (!comment.startsWith(secret)) return undefined;
  const text = comment.slice(secret.length);
  return text === '' ? 'end' : (JSON.parse(decodeURIComponent(text)) as Origin);
}

/** The origins of markup that JSX has made without the compiler. */
const origins = new WeakMap<object, Origin>();

/** Notes where markup was written; what was noted first is closest to it. */
export function noteOrigin(markup: unknown, origin: Origin): void {
  if (typeof markup === 'object' && markup !== null)
    origins.set(markup, { ...origin, ...origins.get(markup) });
}

/** The sources of markup, if they were noted. */
export const notedOrigin = (markup: object): Origin | undefined => origins.get(markup);
