import { errorText } from '../core/error-text.js';
import { escapeHtml } from '../template/escape.js';

/** The body of the error page of an app that has none, or whose own failed. */
export function fallbackBody(status: number, reason: string, error?: Error): string {
  const details = error === undefined ? '' : `<pre>${escapeHtml(errorText(error))}</pre>`;
  return `<main><h1>${status}</h1><p>${escapeHtml(reason)}</p>${details}<p><a href="/">Home</a></p></main>`;
}
