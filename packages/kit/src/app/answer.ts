import { FastResponse } from 'srvx/node';

import { blaming } from '../core/blame.js';
import { isDenial, isRedirect } from '../core/deny.js';
import type { Sessions } from '../core/session.js';
import { toError } from '../core/thrown.js';
import type { Answer } from '../page/answer.js';
import { type EndpointServices, runEndpoint } from '../page/endpoint.js';
import { movedResponse, redirectResponse } from '../page/response.js';
import { errorPagesFor, matchRoute } from '../route/match.js';
import { canonicalPath } from '../route/path.js';
import type { ErrorPage, Route } from '../route/table.js';
import { islandReportPath, type IslandReports } from './island-reports.js';
import { errorResponse, type Fault, faultOf, pageResponse, type Rendering } from './render.js';
import { openVisit, type Visit } from './visit.js';
import { withSession } from './with-session.js';

/** What answering asks of the app. */
export interface Answering extends Rendering, Omit<EndpointServices, 'config'> {
  sessions: Sessions;
  islandReports: IslandReports;
  /** Takes note of what was thrown where nothing caught it, and for which URL. */
  panic(error: Error, url: URL): void;
}

/** Answers a request; never rejects. */
export async function answerRequest(app: Answering, request: Request): Promise<Response> {
  const canonical = canonicalPath(request.url);
  if ('moved' in canonical) return movedResponse(canonical.moved);
  if ('bad' in canonical) return badRequest(canonical.bad);
  // The host is the browser's word, and may be none.
  if (!URL.canParse(request.url)) return badRequest('the host cannot be read');
  const visit = openVisit(request, canonical, app.sessions);
  const { url } = visit;
  return blaming({ panic: (error) => app.panic(error, url) }, () =>
    answerVisit(app, visit).catch((thrown: unknown) => {
      app.report(thrown, url);
      return new FastResponse('Something went wrong.', { status: 500 });
    }),
  );
}

async function answerVisit(app: Answering, visit: Visit): Promise<Response> {
  const started = performance.now();
  const { hooks } = app;
  let response = await respond(app, visit);
  const { request, url, session } = visit;
  if (hooks.transformResponse.isUsed())
    response = await hooks.transformResponse.call({ request, url, session, response });
  response = withSession(response, session.answer(visit.park));
  if (hooks.onResponse.isUsed()) {
    const micros = Math.round((performance.now() - started) * 1000);
    hooks.onResponse.call({ request, url, status: response.status, micros });
  }
  return response;
}

const badRequest = (problem: string): Response =>
  new FastResponse(`Bad request: ${problem}.`, { status: 400 });

async function respond(app: Answering, visit: Visit): Promise<Response> {
  const { table } = app.site;
  const match = matchRoute(table, visit.segments);
  const errors = match?.route.errors ?? errorPagesFor(table, visit.segments);
  if (match) visit.params = match.params;
  try {
    const { request, url, session } = visit;
    const veto = await app.hooks.beforeRequest.call({ request, url, session });
    if (veto) return await refuse(app, visit, errors, veto);
    if (url.pathname === islandReportPath) return await app.islandReports.answer(visit);
    if (!match) return await errorResponse(app, visit, errors, nothingHere);
    return await route(app, visit, match.route);
  } catch (thrown) {
    const error = toError(thrown);
    app.report(error, visit.url);
    return errorResponse(app, visit, errors, faultOf(error));
  }
}

async function route(
  app: Answering,
  visit: Visit,
  { kind, file, layouts, errors }: Route,
): Promise<Response> {
  const { request } = visit;
  if (kind === 'endpoint') return runEndpoint(app.site.endpoint(file), visit, app);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new FastResponse(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const result = await pageResponse(app, visit, {
    files: [...layouts, file],
    status: 200,
    props: visit,
  });
  return result instanceof Response ? result : refuse(app, visit, errors, result);
}

const nothingHere: Fault = { status: 404, reason: 'There is nothing here.' };

/** Answers as a guard or a page said instead of going on. */
async function refuse(
  app: Answering,
  visit: Visit,
  errors: readonly ErrorPage[],
  answer: Answer,
): Promise<Response> {
  if (isRedirect(answer)) return redirectResponse(answer.to);
  if (!isDenial(answer)) return errorResponse(app, visit, errors, nothingHere);
  return errorResponse(app, visit, errors, {
    status: answer.failed ? 500 : 403,
    reason: answer.reason,
  });
}
