import { SkerryError } from '../core/errors.js';
import type { RequestContext } from '../core/request-context.js';
import { toError } from '../core/thrown.js';
import { pageProps } from '../page/module.js';
import { PageContents } from '../page/page-contents.js';
import { documentResponse } from '../page/response.js';
import { makeShell } from '../page/shell.js';
import type { ErrorPage } from '../route/table.js';
import { escapeHtml } from '../template/escape.js';
import { failureHtml } from './failure-page.js';
import { maySeeErrorPage } from './page-guards.js';
import { pageResponse, type PageResponseContext } from './page-response.js';

/** The reason why a visitor is shown an error page. */
export interface Fault {
  status: number;
  reason: string;
  error?: Error;
}

/** The fault that a visitor is shown for a thrown error. */
export function faultOf(error: Error): Fault {
  return isTimeout(error)
    ? { status: 503, reason: 'This took too long.', error }
    : { status: 500, reason: 'Something went wrong.', error };
}

const isTimeout = (error: Error): boolean =>
  error instanceof SkerryError && /^(?:answer|boundary)-timeout$/.test(error.code);

/** Answers with the nearest error page that can be rendered, or a plain one. Only developers see details of a failure. */
export async function errorResponse(
  app: PageResponseContext,
  context: RequestContext,
  candidates: readonly ErrorPage[],
  { status, reason, error }: Fault,
): Promise<Response> {
  context.shown = undefined;
  const details = app.development && error !== undefined ? { error } : {};
  for (const { file } of candidates) {
    // Nobody is shown a layout around it whose guard refuses them.
    if (!(await maySeeErrorPage(app, context, file))) continue;
    context.errorPage = file;
    const props = { ...pageProps(context), status, reason, ...details };
    try {
      const result = await pageResponse(app, context, { file, status, props });
      if (result instanceof Response) return result;
    } catch (thrown) {
      const failure = toError(thrown);
      app.report(failure, context.url);
      // The next error page may wait for the same.
      if (isTimeout(failure)) break;
    }
  }
  const shell = makeShell(
    {
      envelope: { head: { title: `${status}` }, headers: {} },
      files: [],
      contents: new PageContents(),
      late: 'none',
    },
    app.assets,
  );
  const html = `${shell.html}${plainBody(status, reason, details.error)}</body></html>`;
  return documentResponse(context.request, { status, html, headers: {} });
}

/** The body of the error page of an app without one, or whose own failed. */
function plainBody(status: number, reason: string, error?: Error): string {
  const details = error === undefined ? '' : failureHtml(error);
  return `<main><h1>${status}</h1><p>${escapeHtml(reason)}</p>${details}<p><a href="/">Home</a></p></main>`;
}
