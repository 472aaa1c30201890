import { escapeHtml } from '../../template/escape.js';

/** A part of a page, as the suite describes it to an engine: text, an element, several parts, or one that waits or fails. */
export type StreamPart =
  | string
  | readonly StreamPart[]
  | StreamElement
  | StreamBoundary
  | StreamGuard
  | StreamFailure;

/** An element. */
export interface StreamElement {
  readonly tag: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: StreamPart;
  /** Its content as markup that the author vouches for, in place of children. */
  readonly html?: string;
}

/** A boundary: the fallback is shown until the content is there. */
export interface StreamBoundary {
  readonly fallback: StreamPart;
  readonly content: StreamPart | Promise<StreamPart>;
}

/** An error boundary. */
export interface StreamGuard {
  readonly guarded: StreamPart;
  readonly replacement: StreamPart;
}

/** A component that throws. */
export interface StreamFailure {
  readonly failure: Error;
}

/** An element with children. */
export const element = (tag: string, ...children: StreamPart[]): StreamElement => ({
  tag,
  children: children.length === 1 ? children[0]! : children,
});

/** A boundary around content that is there later. */
export const late = (
  content: StreamPart | Promise<StreamPart>,
  fallback: StreamPart = element('i', 'wait'),
): StreamBoundary => ({ fallback, content });

/** The HTML of a page whose parts are all there, as anybody would write it. */
export async function referenceHtml(part: StreamPart): Promise<string> {
  if (typeof part === 'string') return escapeHtml(part);
  if (isSeveral(part)) return (await Promise.all(part.map(referenceHtml))).join('');
  if ('content' in part) return referenceHtml(await part.content);
  if ('guarded' in part) return referenceHtml(part.guarded);
  if ('failure' in part) throw part.failure;
  const { tag, attributes = {}, children = [], html } = part;
  const names = Object.entries(attributes).map(([name, text]) => ` ${name}="${escapeHtml(text)}"`);
  return `<${tag}${names.join('')}>${html ?? (await referenceHtml(children))}</${tag}>`;
}

/** Tells whether a part is several. */
export const isSeveral = (part: StreamPart): part is readonly StreamPart[] => Array.isArray(part);

/** Content that a case lets go when it likes. */
export class HeldPart {
  readonly promise: Promise<StreamPart>;
  resolve!: (content: StreamPart) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // An engine may have given it up.
    this.promise.catch(() => {});
  }
}
