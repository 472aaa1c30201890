import { AppResponse } from '../core/app-response.js';
import { SkerryError } from '../core/errors.js';
import { prefersJson } from '../core/prefers-json.js';
import type { RequestContext } from '../core/request-context.js';
import { headerOf } from '../core/request-origin.js';
import { toError } from '../core/thrown.js';
import { pageProps } from '../page/module.js';
import { type Fault, plainErrorPage } from '../page/error-page.js';
import { documentResponse } from '../page/response.js';
import type { ErrorPage } from '../route/table.js';
import { maySeeErrorPage } from './page-guards.js';
import { pageResponse, type PageResponseContext } from './page-response.js';
import { varyingByAccept } from './response-headers.js';

/** The fault that a visitor is shown for a thrown error. */
export function faultOf(error: Error): Fault {
  return isTimeout(error)
    ? { status: 503, reason: 'This took too long.', error }
    : { status: 500, reason: 'Something went wrong.', error };
}

const isTimeout = (error: Error): boolean =>
  error instanceof SkerryError && /^(?:answer|boundary)-timeout$/.test(error.code);

/** Answers with a fault: as an error page, or as JSON where the request wants that, or says neither and is for an endpoint. */
export async function errorResponse(
  app: PageResponseContext,
  context: RequestContext,
  candidates: readonly ErrorPage[],
  fault: Fault,
): Promise<Response> {
  context.shown = undefined;
  const { request, isForEndpoint } = context;
  const response = prefersJson(headerOf(request, 'accept'), isForEndpoint)
    ? jsonResponse(request, fault)
    : await errorPageResponse(app, context, candidates, fault);
  return varyingByAccept(response);
}

/** A fault in the form that thrown errors of endpoints have. */
const jsonResponse = ({ method }: Request, { status, reason }: Fault): Response =>
  new AppResponse(method === 'HEAD' ? null : JSON.stringify({ status, message: reason }), status, {
    'content-type': 'application/json;charset=UTF-8',
  });

/** Answers with the nearest error page that can be rendered, or a plain one. Only developers see details of a failure. */
async function errorPageResponse(
  app: PageResponseContext,
  context: RequestContext,
  candidates: readonly ErrorPage[],
  { status, reason, error }: Fault,
): Promise<Response> {
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
  const html = plainErrorPage(app.assets, { status, reason, ...details }, app.config.base);
  return documentResponse(context.request, { status, html, headers: {} });
}
