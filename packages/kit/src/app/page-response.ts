import { orderedHeader } from '@skerry/wire';

import type { ResolvedConfig } from '../core/config.js';
import { microsSince } from '../core/elapsed.js';
import { isCrawler, type RequestContext } from '../core/request-context.js';
import { headerOf } from '../core/request-origin.js';
import { chain } from '../core/now-or-later.js';
import { fail } from '../core/errors.js';
import { within } from '../core/within.js';
import type { PageChannel } from '../live/registry/page-channel.js';
import type { RegionPage } from '../live/registry/region-mounter.js';
import {
  pageDocument,
  type PageRenderContext,
  renderHoles,
  type RenderedPage,
} from '../page/document.js';
import { type PageProps, pageProps } from '../page/module.js';
import { pageAnswer } from '../page/author-response.js';
import {
  interruptible,
  isPageInterrupt,
  isResponse,
  type PageInterrupt,
} from '../page/page-interrupt.js';
import { documentResponse, holesResponse } from '../page/response.js';
import type { DocumentChunk } from '../page/stream.js';
import type { Delivery } from '../page/delivery.js';
import type { PageFile } from '../page/holes.js';
import { expectedLinks, lateHead, orderedQuery } from '../page/shell.js';
import { channels } from '../tracing/channels.js';
import { tracePage, tracePart } from './trace-page.js';
import { sendEarlyHints } from './early-hints.js';

/** Everything that answering with a page needs of the app. */
export interface PageResponseContext extends PageRenderContext {
  /** Opens the channel of a page, for late content. */
  openPageChannel(page: RegionPage): PageChannel;
  config: Pick<
    ResolvedConfig,
    'limits' | 'log' | 'headers' | 'earlyHints' | 'speculation' | 'base'
  >;
  /** Reports a failure in the answer for a URL. */
  report(thrown: unknown, url: URL, where?: string): void;
}

/** The page of an answer. */
interface Plan {
  /** Its file under `src/pages`. */
  file: string;
  status: number;
  props: PageProps;
  /** Gives the region that has taken what the visitor has posted. */
  brought?: RegionPage['brought'];
  /** What that region has refused. */
  refused?: RegionPage['refused'];
}

/** Answers with a page; returns the interrupt if the page gives one. */
export function pageResponse(
  app: PageResponseContext,
  context: RequestContext,
  { file, status, props, brought, refused }: Plan,
): Response | PageInterrupt | Promise<Response | PageInterrupt> {
  const page = brought ? withBrought(context, brought, refused) : context;
  const delivery = new ReaderDelivery(app, context);
  const rendered = channels.render.hasSubscribers
    ? tracePage(app, page, file, props, delivery)
    : pageDocument(app, page, file, props, delivery);
  if (app.config.earlyHints && rendered instanceof Promise)
    sendEarlyHints(context, expectedLinks(app.site.chain(file).files, app.assets));
  // Nobody will read the rest of a page that comes too late.
  const unused = (late: RenderedPage) => void (isPageInterrupt(late) || late.rest?.end());
  return chain(inTime(app, context, rendered, unused), (document) => {
    if (isPageInterrupt(document)) return interrupted(context, document);
    if (document.live && document.rest) context.beginSession();
    context.headers = document.headers;
    context.live = document.live;
    const leads = leadsOf(app);
    // HEAD says of late content what GET does.
    context.late =
      document.rest !== undefined || (document.varies && context.request.method === 'HEAD');
    return documentResponse(context.request, { ...document, ...leads, status });
  });
}

/** The interrupt of a page; a response that it made itself, as it is sent. */
const interrupted = (
  { request }: RequestContext,
  interrupt: PageInterrupt,
): Response | PageInterrupt => (isResponse(interrupt) ? pageAnswer(request, interrupt) : interrupt);

function withBrought(
  context: RequestContext,
  brought: RegionPage['brought'],
  refused: RegionPage['refused'],
): RegionPage {
  const { url, locals, address, park } = context;
  const regionSession = () => context.regionSession();
  return { url, locals, address, park, brought, refused, regionSession };
}

/** Answers with the file of a page, at once, and with its holes behind it; in order, the page is rendered as any other. */
export function fileResponse(
  app: PageResponseContext,
  context: RequestContext,
  plan: Plan,
  written: PageFile,
): Response | PageInterrupt | Promise<Response | PageInterrupt> {
  const delivery = new ReaderDelivery(app, context);
  // What its layouts say of caches is for the file.
  context.isPersonal = true;
  if (delivery.ordered) return pageResponse(app, context, plan);
  const { file, status, props } = plan;
  const envelope = interruptible(() => app.site.chain(file).envelopeFor(props));
  return chain(inTime(app, context, envelope), (known) => {
    if (isPageInterrupt(known)) return interrupted(context, known);
    const { headers } = known;
    const { prefix, live, rest } = renderHoles(app, context, file, props, delivery, written);
    if (live) context.beginSession();
    context.headers = headers;
    context.live = live;
    const head = delivery.native ? '' : lateHead(app.assets, context.url.search);
    const html = written.htmlFor(prefix, head);
    const { links } = written;
    const document = { status, html, rest, headers, links, varies: true, ...leadsOf(app) };
    return documentResponse(context.request, document);
  });
}

/** Answers with the holes of a page whose file the visitor has from elsewhere. */
export function holesAnswer(
  app: PageResponseContext,
  context: RequestContext,
  file: string,
  written: PageFile,
): Response {
  context.isPersonal = true;
  const delivery = new ReaderDelivery(app, context);
  const holes = renderHoles(app, context, file, pageProps(context), delivery, written);
  if (holes.live) context.beginSession();
  context.live = holes.live;
  return holesResponse(holes);
}

/** Where all pages of the app lead to. */
const leadsOf = ({ config: { speculation, headers, base } }: PageResponseContext) => ({
  base,
  speculation,
  ownLinks: headers.link,
});

/** What is there within the time limit; `unused` receives what comes too late. */
function inTime<T>(
  app: PageResponseContext,
  { url }: RequestContext,
  rendered: T | Promise<T>,
  unused: (late: T) => void = () => {},
): T | Promise<T> {
  if (!(rendered instanceof Promise)) return rendered;
  const milliseconds = app.config.limits.answerTimeout;
  const tooLate = () => {
    rendered.then(unused, () => {});
    return fail('answer-timeout', { milliseconds });
  };
  return within(milliseconds, rendered, tooLate, (error) => app.report(error, url, 'late'));
}

/** The delivery that suits the reader of an answer. */
class ReaderDelivery implements Delivery {
  readonly #app: PageResponseContext;
  readonly #context: RequestContext;

  constructor(app: PageResponseContext, context: RequestContext) {
    this.#app = app;
    this.#context = context;
  }

  get ordered(): boolean {
    const { request, url } = this.#context;
    return (
      request.method === 'HEAD' ||
      // Whoever posts a form of a region runs no script.
      request.method === 'POST' ||
      (url.search !== '' && url.searchParams.get(orderedQuery) === 'ordered') ||
      (this.#app.development && headerOf(request, orderedHeader) !== null) ||
      isCrawler(headerOf(request, 'user-agent'))
    );
  }

  get native(): boolean {
    const { isForHoles, request } = this.#context;
    return !isForHoles && patchesItself(headerOf(request, 'sec-ch-ua'));
  }

  get openChannel(): (() => PageChannel) | undefined {
    return this.#context.park ? () => this.#app.openPageChannel(this.#context) : undefined;
  }

  abandon(): void {
    this.#context.request.abandon?.();
  }

  noteSent({ name, html }: DocumentChunk): void {
    const { onFlush } = this.#app.hooks;
    const { url, started, locals } = this.#context;
    if (channels.flush.hasSubscribers) tracePart(locals, url, name, html.length);
    if (!onFlush.isUsed()) return;
    onFlush.call({ url, name, bytes: html.length, micros: microsSince(started) });
  }
}

/** Tells whether a browser puts late content in its place itself, as Chromium does from version 150. */
const patchesItself = (brands: string | null): boolean =>
  Number(/"Chromium";v="(\d+)"/.exec(brands ?? '')?.[1]) >= 150;
