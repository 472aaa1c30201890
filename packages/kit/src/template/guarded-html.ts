import { fallbackOf, type GuardedContent } from './boundary.js';
import { type Html, settleHtml } from './html-chunks.js';
import type { BoundaryPlace } from './html-context.js';

/** Writes the content of an error boundary, or its fallback if that fails before it is sent. */
export function writeGuarded(content: GuardedContent, { context, write }: BoundaryPlace): Html {
  const recover = (thrown: unknown, within = context): Html => {
    if (!context.failed) throw thrown;
    return write(fallbackOf(content, context.failed(thrown)), within, 'failed');
  };
  /** The same for boundaries in the content, which may fail when nobody is here to catch. */
  const recoverLate = (thrown: unknown): Html => {
    try {
      return recover(thrown, { ...context, ...context.inHole });
    } catch (again) {
      if (!context.recover) throw again;
      return context.recover(again);
    }
  };
  try {
    const html = settleHtml(write(content.children, { ...context, recover: recoverLate }));
    return html instanceof Promise ? [html.catch((thrown) => recover(thrown))] : html;
  } catch (thrown) {
    return recover(thrown);
  }
}
