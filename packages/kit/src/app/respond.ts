import { holesHeader } from '@skerry/wire';

import { microsSince } from '../core/elapsed.js';
import type { AnswerHeaders } from '../core/answer-headers.js';
import { AppResponse } from '../core/app-response.js';
import { blaming } from '../core/blame.js';
import type { ResolvedConfig } from '../core/config.js';
import { type Interrupt, isMissing, isRedirect } from '../core/deny.js';
import type { IncomingRequest } from '../core/incoming-request.js';
import { headerOf } from '../core/request-origin.js';
import { RequestContext } from '../core/request-context.js';
import { chain, rescue } from '../core/now-or-later.js';
import type { RequestPolicy } from '../core/request-policy.js';
import type { Sessions } from '../core/session.js';
import { toError } from '../core/thrown.js';
import type { TracedRequest } from '../core/traced.js';
import { type EndpointServices, runEndpoint } from '../page/endpoint.js';
import { type Fault, nothingHere } from '../page/error-page.js';
import { pageProps } from '../page/module.js';
import { holesRedirect, movedResponse, redirectResponse } from '../page/response.js';
import type { PageFile } from '../page/holes.js';
import { errorPagesFor, type Match, matchRoute } from '../route/match.js';
import type { ErrorPage, Route } from '../route/table.js';
import { type Arrival, receive } from './arrival.js';
import { askPageGuards } from './page-guards.js';
import type { InternalRoutes } from './internal-routes.js';
import { errorResponse, faultOf } from './error-page.js';
import { fileResponse, holesAnswer, pageResponse } from './page-response.js';
import { noteHostRefusal, noteRefusal } from './note-refusal.js';
import { postResponse, type PostResponseContext } from './post-response.js';
import { readPost } from './read-post.js';
import {
  headersOf,
  withCookies,
  withDefaults,
  withPrivacy,
  withTiming,
} from './response-headers.js';
import { answerSignOff, isSignOff, loadedAhead } from './sign-off.js';
import { channels, noteFailure } from '../tracing/channels.js';
import { traceRequest } from './trace-request.js';
import { withSession } from './with-session.js';

/** Everything that answering a request needs of the app. */
export interface AppContext extends PostResponseContext, Omit<EndpointServices, 'config'> {
  config: ResolvedConfig;
  policy: RequestPolicy;
  sessions: Sessions;
  /** The data of the app, which all requests inherit. */
  locals: RequestContext['locals'];
  internalRoutes: InternalRoutes;
  /** Pages with holes that the build has written as files, by their canonical path. */
  pageFiles: ReadonlyMap<string, PageFile>;
  /** Reports an error that nothing caught, with the URL of its request. */
  panic(error: Error, url: URL): void;
}

/** Answers a request: at once where nothing has to be waited for. Never throws or rejects. */
export const answerRequest = (
  app: AppContext,
  incoming: IncomingRequest,
): Response | Promise<Response> =>
  rescue(
    () => {
      const arrival = receive(incoming, app.policy, app.config.base);
      return channels.request.hasSubscribers
        ? traceArrival(app, arrival, incoming)
        : answerArrival(app, arrival, incoming);
    },
    (thrown) => {
      app.report(thrown, new URL(incoming.url));
      const failure = plainResponse({ status: 500, reason: 'Something went wrong.' });
      return withDefaults(failure, app.config.headers);
    },
  );

const traceArrival: typeof answerArrival = (app, arrival, incoming) =>
  traceRequest(incoming, 'url' in arrival ? arrival.url : undefined, (traced) =>
    answerArrival(app, arrival, incoming, traced),
  );

function answerArrival(
  app: AppContext,
  arrival: ReturnType<typeof receive>,
  incoming: IncomingRequest,
  traced?: TracedRequest,
): Response | Promise<Response> {
  if ('moved' in arrival) return withDefaults(movedResponse(arrival.moved), app.config.headers);
  // A page of the app would show a host that is not the app's.
  if ('reason' in arrival) {
    noteHostRefusal(app, arrival, incoming);
    return withDefaults(plainResponse(arrival), app.config.headers);
  }
  const context = new RequestContext(arrival, app.sessions, traced, app.locals);
  const panic = (error: Error): void => app.panic(error, context.url);
  const blamed = {
    panic,
    reportError: (thrown: unknown) => panic(toError(thrown)),
    locals: context.locals,
    publish: app.publish,
  };
  return blaming(blamed, () => answerContext(app, context, arrival.bad));
}

function answerContext(
  app: AppContext,
  context: RequestContext,
  bad: Arrival['bad'],
): Response | Promise<Response> {
  const { hooks } = app;
  const { request, url, session, locals, address, started } = context;
  const complete = (transformed: Response): Response => {
    const answer = withCookies(transformed, context);
    // Nobody else has a cookie that grows old.
    const cookie = session.answer(session.held !== undefined && context.park);
    const own = context.isAhead ? asAhead(answer, context, app) : withSession(answer, cookie);
    if (app.config.speculation && session.isChanged)
      headersOf(own).set('clear-site-data', loadedAhead);
    const shared = withPrivacy(own, context);
    const response = app.development ? withTiming(shared, started) : shared;
    if (hooks.onResponse.isUsed()) {
      const micros = Math.round(microsSince(started));
      const { shown: page } = context;
      const { status } = response;
      hooks.onResponse.call({ request, url, address, session, locals, page, status, micros });
    }
    return response;
  };
  return chain(respond(app, context, bad), (answer) => {
    const response = withDefaults(answer, app.config.headers, context.headers);
    if (!hooks.transformResponse.isUsed()) return complete(response);
    const { shown: page } = context;
    const payload = { request, url, address, session, locals, page, response };
    return chain(hooks.transformResponse.call(payload), complete);
  });
}

/** The answer to every request if the start of the app has failed. */
export const notStarted = (headers: AnswerHeaders): Response =>
  withDefaults(plainResponse({ status: 503, reason: 'The app did not start.' }), headers);

/**
 * The answer to a load ahead. It is refused if the page needs its visitor, or a cookie: browsers drop such an answer, and ask again
 * when the visitor goes to the page.
 */
function asAhead(answer: Response, context: RequestContext, app: AppContext): Response {
  if (!context.isTooEarly && !headersOf(answer).has('set-cookie')) return answer;
  // Nobody reads it, so that nobody is concerned by its failure either.
  answer.body?.cancel().catch(() => {});
  const refusal = new AppResponse(null, 503, { 'cache-control': 'no-store' });
  return withDefaults(refusal, app.config.headers);
}

const plainResponse = ({ status, reason }: { status: number; reason: string }): Response =>
  new AppResponse(reason, status);

function respond(
  app: AppContext,
  context: RequestContext,
  bad: Arrival['bad'],
): Response | Promise<Response> {
  const { table } = app.site;
  const match = matchRoute(table, context.segments);
  const errors = () => match?.route.errors ?? errorPagesFor(table, context.segments);
  if (match) context.params = match.params;
  context.isForEndpoint = match?.route.kind === 'endpoint';
  if (match && context.traced) context.traced.route = match.route.pattern;
  const refusal = refusalOf(app, context, match, bad);
  if (refusal) noteRefusal(app, context, refusal);
  if (refusal) return errorResponse(app, context, errors(), refusal);
  return rescue(
    () => {
      const { request, url, address, session, locals } = context;
      // A guard would send the visitor, who has no session any more, elsewhere. It is asked about the page behind this.
      if (isSignOff(app.config, url)) return answerSignOff(context, app.config.base);
      const veto = app.hooks.beforeRequest.call({ request, url, address, session, locals });
      const asked = chain(veto, (vetoed) =>
        vetoed || !match ? vetoed : askPageGuards(app, context, match.route),
      );
      return chain(asked, (reason) => {
        if (reason) return refuse(app, context, errors(), reason);
        if (context.isForHoles) return routeHoles(app, context, match?.route);
        const internal = app.internalRoutes.get(url.pathname);
        if (internal) return internal(context);
        if (!match) return errorResponse(app, context, errors(), notFound);
        return route(app, context, match.route);
      });
    },
    (thrown) => {
      const error = toError(thrown);
      app.report(error, context.url);
      if (context.traced) noteFailure(channels.request, context.traced, error);
      return errorResponse(app, context, errors(), faultOf(error));
    },
  );
}

/** The reason for refusing a request before any guard is asked, if any. */
function refusalOf(
  { site, policy }: AppContext,
  { request, from }: RequestContext,
  match: Match | undefined,
  bad: string | undefined,
): Fault | undefined {
  if (bad !== undefined) return { status: 400, reason: `Bad request: ${bad}.` };
  if (changesNothing.has(request.method)) return undefined;
  const { kind, file } = match?.route ?? {};
  if (kind === 'endpoint' && site.endpoint(file as string).crossOrigin) return undefined;
  const page = { origin: headerOf(request, 'origin'), site: headerOf(request, 'sec-fetch-site') };
  const reason = policy.pageRefusal(page, from);
  return reason === undefined ? undefined : { status: 403, reason };
}

/** The methods that pages of all origins may use (RFC 9110, 9.2.1). */
const changesNothing: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function route(
  app: AppContext,
  context: RequestContext,
  { kind, file, errors, pattern }: Route,
): Response | Promise<Response> {
  const { request } = context;
  const finish = (answer: Response | Interrupt) =>
    answer instanceof Response ? answer : refuse(app, context, errors, answer);
  if (kind === 'endpoint') return runEndpoint(app.site.endpoint(file), context, app).then(finish);
  if (request.method === 'POST') return routePost(app, context, file, errors);
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodRefused();
  context.shown = pattern;
  const plan = { file, status: 200, props: pageProps(context) };
  const written = app.pageFiles.get(context.url.pathname);
  const result = written
    ? fileResponse(app, context, plan, written)
    : pageResponse(app, context, plan);
  return chain(result, finish);
}

const methodRefused = (): Response => new AppResponse(null, 405, { allow: 'GET, HEAD' });

/** Answers a POST to a page: of a form of one of its regions; there is no other. */
async function routePost(
  app: AppContext,
  context: RequestContext,
  file: string,
  errors: readonly ErrorPage[],
): Promise<Response> {
  const post = await readPost(context.request, context.url.pathname, app.config.limits);
  if (!post) return methodRefused();
  const answer = 'token' in post ? await postResponse(app, context, file, post) : post;
  if (answer instanceof Response) return answer;
  return 'status' in answer
    ? errorResponse(app, context, errors, answer)
    : refuse(app, context, errors, answer);
}

/** Answers a request for the holes of a page; other builds have holes in other places. */
function routeHoles(
  app: AppContext,
  context: RequestContext,
  { file, errors }: Partial<Route> = {},
): Response | Promise<Response> {
  const { request, url } = context;
  const written = app.pageFiles.get(url.pathname);
  if (!written || file === undefined || headerOf(request, holesHeader) !== written.prefix)
    return errorResponse(app, context, errors ?? [], notFound);
  if (request.method !== 'GET') return new AppResponse(null, 405, { allow: 'GET' });
  return holesAnswer(app, context, file, written);
}

const notFound: Fault = { status: 404, reason: nothingHere };

/** Answers with the interrupt of a guard or a page. */
function refuse(
  app: AppContext,
  context: RequestContext,
  errors: readonly ErrorPage[],
  answer: Interrupt,
): Response | Promise<Response> {
  if (isRedirect(answer))
    return context.isForHoles ? holesRedirect(answer.to) : redirectResponse(answer.to);
  if (isMissing(answer)) return errorResponse(app, context, errors, notFound);
  return errorResponse(app, context, errors, {
    status: answer.failed ? 500 : 403,
    reason: answer.reason,
  });
}
