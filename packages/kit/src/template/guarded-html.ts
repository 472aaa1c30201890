import type { GuardedContent } from './boundary.js';
import { type Html, settleHtml } from './html-chunks.js';
import type { BoundaryPlace } from './html-context.js';

/** Writes the content of an error boundary, or its fallback if that fails before it is sent. */
export function writeGuarded(
  { children, fallback }: GuardedContent,
  { context, write }: BoundaryPlace,
): Html {
  const recover = (thrown: unknown): Html => {
    if (!context.failed) throw thrown;
    return write(fallback(context.failed(thrown)), context);
  };
  try {
    const html = settleHtml(write(children, { ...context, recover }));
    return html instanceof Promise ? [html.catch(recover)] : html;
  } catch (thrown) {
    return recover(thrown);
  }
}
