import { FastResponse } from 'srvx/node';

import { blaming } from '../core/blame.js';
import type { ResolvedConfig } from '../core/config.js';
import { isDenial, isRedirect } from '../core/deny.js';
import type { IncomingRequest } from '../core/request-origin.js';
import type { RequestPolicy } from '../core/request-policy.js';
import type { Sessions } from '../core/session.js';
import { toError } from '../core/thrown.js';
import type { Answer } from '../page/page-interrupt.js';
import { type EndpointServices, runEndpoint } from '../page/endpoint.js';
import { movedResponse, redirectResponse } from '../page/response.js';
import { errorPagesFor, type Match, matchRoute } from '../route/match.js';
import type { ErrorPage, Route } from '../route/table.js';
import { type Arrival, receive } from './arrival.js';
import { islandReportPath, type IslandReports } from './island-reports.js';
import { errorResponse, type Fault, faultOf, pageResponse, type Rendering } from './render.js';
import { withDefaults, withPrivacy } from './response-headers.js';
import { openVisit, type Visit } from './visit.js';
import { withSession } from './with-session.js';

/** What answering asks of the app. */
export interface Answering extends Rendering, Omit<EndpointServices, 'config'> {
  config: Pick<ResolvedConfig, 'limits' | 'log' | 'headers'>;
  policy: RequestPolicy;
  sessions: Sessions;
  islandReports: IslandReports;
  /** Takes note of what was thrown where nothing caught it, and for which URL. */
  panic(error: Error, url: URL): void;
}

/** Answers a request; never rejects. */
export async function answerRequest(app: Answering, incoming: IncomingRequest): Promise<Response> {
  const arrival = receive(incoming, app.policy);
  if ('moved' in arrival) return withDefaults(movedResponse(arrival.moved), app.config.headers);
  // A page of the app would show the host that it is not asked under.
  if ('reason' in arrival) return withDefaults(plainResponse(arrival), app.config.headers);
  const visit = openVisit(arrival, app.sessions);
  const { url } = visit;
  return blaming({ panic: (error) => app.panic(error, url) }, () =>
    answerVisit(app, visit, arrival.bad).catch((thrown: unknown) => {
      app.report(thrown, url);
      const failed = plainResponse({ status: 500, reason: 'Something went wrong.' });
      return withDefaults(failed, app.config.headers);
    }),
  );
}

async function answerVisit(app: Answering, visit: Visit, bad: Arrival['bad']): Promise<Response> {
  const started = performance.now();
  const { hooks } = app;
  const { request, url, session } = visit.props;
  const answer = await respond(app, visit, bad);
  let response = withDefaults(answer, app.config.headers, visit.headers);
  if (hooks.transformResponse.isUsed())
    response = await hooks.transformResponse.call({ request, url, session, response });
  response = withPrivacy(withSession(response, visit.session.answer(visit.park)), visit);
  if (hooks.onResponse.isUsed()) {
    const micros = Math.round((performance.now() - started) * 1000);
    hooks.onResponse.call({ request, url, status: response.status, micros });
  }
  return response;
}

const plainResponse = ({ status, reason }: { status: number; reason: string }): Response =>
  new FastResponse(reason, { status });

async function respond(app: Answering, visit: Visit, bad: Arrival['bad']): Promise<Response> {
  const { table } = app.site;
  const match = matchRoute(table, visit.segments);
  const errors = match?.route.errors ?? errorPagesFor(table, visit.segments);
  if (match) visit.props.params = match.params;
  const refusal = refusalOf(app, visit, match, bad);
  if (refusal) return errorResponse(app, visit, errors, refusal);
  try {
    const { request, url, session } = visit.props;
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

/** Why a request is refused before any guard is asked, if so. */
function refusalOf(
  { site, policy }: Answering,
  { request, from }: Visit,
  match: Match | undefined,
  bad: string | undefined,
): Fault | undefined {
  if (bad !== undefined) return { status: 400, reason: `Bad request: ${bad}.` };
  if (changesNothing.has(request.method)) return undefined;
  const { kind, file } = match?.route ?? {};
  if (kind === 'endpoint' && site.endpoint(file as string).crossOrigin) return undefined;
  const { headers } = request;
  const page = { origin: headers.get('origin'), site: headers.get('sec-fetch-site') };
  const reason = policy.pageRefusal(page, from);
  return reason === undefined ? undefined : { status: 403, reason };
}

/** The methods with which any page may ask (RFC 9110, 9.2.1). */
const changesNothing: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

async function route(
  app: Answering,
  visit: Visit,
  { kind, file, layouts, errors }: Route,
): Promise<Response> {
  const { request, props } = visit;
  if (kind === 'endpoint') return runEndpoint(app.site.endpoint(file), props, app);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new FastResponse(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const result = await pageResponse(app, visit, { files: [...layouts, file], status: 200, props });
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
