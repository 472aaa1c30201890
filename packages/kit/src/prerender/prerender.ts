import { loadIslands } from '@skerry/islands/server';
import { randomBytes } from 'node:crypto';

import { createLiveServer, type LiveServer } from '../channel/live-server.js';
import { placeInFile } from '../live/registry/placement.js';
import type { RegionPage } from '../live/registry/region-mounter.js';
import {
  type AnswerHeaders,
  type HeaderOverrides,
  mergeHeaders,
  setHeaders,
} from '../core/answer-headers.js';
import { type ResolvedConfig, resolveConfig } from '../core/config.js';
import { interruptText, isDenial } from '../core/deny.js';
import { fail, SkerryError } from '../core/errors.js';
import { findNotPlain } from '../core/plain-data.js';
import { createLocals } from '../core/trace.js';
import { RequestPolicy } from '../core/request-policy.js';
import { randomName } from '../core/random-name.js';
import type { Cookies } from '../core/request-cookies.js';
import type { Session } from '../core/session.js';
import { toError } from '../core/thrown.js';
import { createKeyRing } from '../core/token.js';
import { createPlugins } from '../plugin/plugins.js';
import type { PrerenderedRegion } from '../live/registry/prerendered.js';
import type { Region } from '../live/region/region.js';
import { type PageInterrupt, isPageInterrupt, isResponse } from '../page/page-interrupt.js';
import { type Assets, noAssets } from '../page/assets.js';
import { type EndpointServices, runEndpoint } from '../page/endpoint.js';
import type { PageProps } from '../page/module.js';
import { type EndpointFile, endpointFile } from './endpoint-file.js';
import { isStatic } from './is-static.js';
import { type PlannedPage, planPages, prerenderFailure } from './plan.js';
import type { Prerendered, PrerenderedPage } from './prerendered.js';
import { pageDocument, type PageDocument, type PageRenderContext } from '../page/document.js';
import { intoFile } from '../page/delivery.js';
import { type Fault, nothingHere, plainErrorPage } from '../page/error-page.js';
import { leadingHeaders } from '../page/response.js';
import {
  type AppModules,
  checkViews,
  createSite,
  folderAt,
  pluginFolders,
  type Site,
} from '../page/site.js';

/** The options of prerendering. */
export interface PrerenderOptions {
  modules: AppModules;
  assets?: Assets;
  /** The path of the app. */
  base?: string;
}

/** A page, or the answer of an endpoint, on its way to its file. */
export interface RenderedPage {
  /** The name for errors. */
  name: string;
  /** Its path under the folder of the files for the browser. */
  file: string;
  content: string | Uint8Array;
  /** True if a file of the author is left in its place. */
  isSpare?: boolean;
}

/**
 * Renders every page, and asks every endpoint, that exports `prerender`, by the app itself and without a visitor; `write` writes each to its
 * file. Returns the data that the server needs of them.
 *
 * @throws SkerryError `prerender-params`, `prerender-conflict`, `prerender-answer`, `prerender-session`,
 * `prerender-props`, `prerender-failed`, `prerender-type`, `start-failed`
 */
export async function prerenderApp(
  options: PrerenderOptions,
  write: (page: RenderedPage) => unknown,
): Promise<Prerendered> {
  const app = new PrerenderingApp(options);
  const pages: Record<string, PrerenderedPage> = {};
  try {
    await app.started;
    for (const page of await planPages(app.site)) {
      const { name, target: file } = page;
      if (page.kind === 'endpoint') {
        const { content, headers } = await app.ask(page);
        await write({ name, file, content });
        pages[page.path] = { file, headers: app.headersOf(headers) };
        continue;
      }
      const holes = randomName();
      const { html, headers, links, hasHoles } = await app.render(page, holes);
      await write({ name, file, content: html });
      const written = { file, headers: app.headersWith(headers, links) };
      pages[page.path] = hasHoles ? { ...written, holes, links } : written;
    }
    const isFiles = options.modules.server === undefined && isStatic(app, pages);
    const notFound = isFiles ? await app.renderNotFound() : undefined;
    if (notFound !== undefined)
      await write({
        name: 'the page for 404',
        file: notFoundFile,
        content: notFound,
        isSpare: true,
      });
    const regions = Object.fromEntries(app.regions);
    return { pages, regions, ...(notFound !== undefined && { isStatic: true }) };
  } finally {
    await app.close();
  }
}

/** The file that hosts of files show where there is no other. */
const notFoundFile = '404.html';

/** An app without visitors. */
class PrerenderingApp {
  readonly site: Site;
  readonly base: string;
  readonly #stopPlugins: () => Promise<void>;
  readonly regions = new Map<string, PrerenderedRegion>();
  readonly #headers: AnswerHeaders;
  readonly #speculation: ResolvedConfig['speculation'];
  readonly #rendering: PageRenderContext;
  readonly #live: LiveServer;
  /** Resolves when the islands are loaded and the taps of `onStart` are done. */
  readonly started: Promise<void> | undefined;
  /** The last failure that was contained, in a guard for example. */
  #failure: unknown;

  constructor({ modules, assets = noAssets, base }: PrerenderOptions) {
    // No signature leaves the build.
    const secret = randomBytes(32).toString('base64url');
    const config = resolveConfig({ ...modules.config, secret }, { log: console, base });
    this.base = config.base;
    const onFailure = (error: unknown) => void (this.#failure = error);
    const plugins = pluginFolders(config.plugins, modules.routes);
    const { hooks, names, parts, connectHost, stopPlugins } = createPlugins(plugins, {
      ...config,
      isBuild: true,
      onFailure,
      folderOf: (path) => folderAt(this.site.table, path),
    });
    this.#stopPlugins = stopPlugins;
    const { limits, log } = config;
    this.#headers = config.headers;
    this.#speculation = config.speculation;
    const ring = createKeyRing(config.secrets);
    const views = checkViews(modules.views);
    const shared = { hooks, development: false };
    this.site = createSite(modules, parts, config.base);
    this.#live = createLiveServer({
      ...shared,
      ring,
      build: '',
      limits,
      log,
      views,
      policy: new RequestPolicy(config),
    });
    const { mount } = this.#live;
    this.#rendering = { ...shared, site: this.site, assets, config, mount };
    connectHost(this.#live.host);
    const begin = () => hooks.onStart.call({ plugins: names });
    this.started = loadIslands()?.then(begin) ?? begin();
  }

  /** Renders one page. @param holes the beginning of the names of its holes */
  async render(page: PlannedPage, holes: string, fault?: Fault): Promise<PageDocument> {
    this.#failure = undefined;
    const props = { ...propsOf(page), ...fault };
    const { url, session, locals } = props;
    const visit: RegionPage = {
      regionSession: () => session,
      url,
      locals,
      address: '',
      park: false,
      placement: placeInFile((region) => this.#note(page, region)),
    };
    try {
      const document = await pageDocument(
        this.#rendering,
        visit,
        page.file,
        props,
        intoFile(holes),
      );
      if (isPageInterrupt(document)) throw this.#refused(page, document);
      return document;
    } catch (thrown) {
      const error = toError(thrown);
      throw isOwn(error) ? error : prerenderFailure(page.name, error);
    }
  }

  /** Asks an endpoint for its answer. */
  async ask(page: PlannedPage): Promise<EndpointFile> {
    this.#failure = undefined;
    const live = this.#live;
    const services: EndpointServices = {
      report: (thrown) => void (this.#failure = thrown),
      config: this.#rendering.config,
      publish: live.publish.bind(live),
      usage: () => live.usage,
      health: () => ({ loopDelay: { mean: 0, p99: 0, max: 0 } }),
    };
    const props = { ...propsOf(page), address: '' };
    const response = await runEndpoint(this.site.endpoint(page.file), props, services);
    if (isDenial(response)) throw this.#refused(page, response);
    if (this.#failure === undefined) return endpointFile(page, response);
    const error = toError(this.#failure);
    throw isOwn(error) ? error : prerenderFailure(page.name, error);
  }

  /** All headers of an endpoint that sets these. */
  headersOf(headers: AnswerHeaders): AnswerHeaders {
    return setHeaders(mergeHeaders([this.#headers, headers]));
  }

  /** The page of an app of files for paths that it has not; `undefined` if that needs a visitor or a region. */
  async renderNotFound(): Promise<string | undefined> {
    const file = this.site.table.errors.find(({ file }) => /^_error\.[jt]sx$/.test(file))?.file;
    const fault = { status: 404, reason: nothingHere };
    if (file === undefined) return plainErrorPage(this.#rendering.assets, fault, this.base);
    const path = this.base;
    const page = {
      kind: 'page',
      file,
      path,
      params: {},
      target: notFoundFile,
      name: `src/pages/${file}`,
    } as const;
    try {
      const { html, hasHoles } = await this.render(page, randomName(), fault);
      return hasHoles || this.regions.size > 0 ? undefined : html;
    } catch {
      return undefined;
    }
  }

  /** All headers of a page that sets these, and links these files. */
  headersWith(headers: HeaderOverrides, links: string): AnswerHeaders {
    const leads = leadingHeaders(headers, {
      links,
      ownLinks: this.#headers.link,
      speculation: this.#speculation,
      base: this.base,
    });
    return setHeaders(mergeHeaders([this.#headers, headers, leads]));
  }

  async close(): Promise<void> {
    const { hooks } = this.#rendering;
    hooks.onShutdown.call({ reason: 'prerendered' });
    this.#live.close();
    await this.#stopPlugins();
    await hooks.settled();
  }

  #note({ name }: PlannedPage, { id, view, position, page, parent, props }: Region): void {
    const problem = findNotPlain(props, 'props');
    if (problem) throw fail('prerender-props', { page: name, view: view.id, ...problem });
    this.regions.set(id, { view: view.id, position, page, parent: parent?.id, props });
  }

  #refused({ name }: PlannedPage, answer: PageInterrupt): unknown {
    if (isDenial(answer) && answer.failed) return this.#failure;
    const text = isResponse(answer) ? 'a Response' : interruptText(answer);
    return fail('prerender-answer', { page: name, answer: text });
  }
}

const isOwn = (error: Error): boolean =>
  error instanceof SkerryError && error.code.startsWith('prerender-');

/** The request for a page that nobody has asked for. */
function propsOf({ path, params, name }: PlannedPage): PageProps {
  // A build knows no host.
  const url = new URL(path, 'http://localhost');
  const session: Session = nobody(name, 'the session');
  const cookies: Cookies = nobody(name, 'cookies');
  return { request: new Request(url), url, session, cookies, locals: createLocals(), params };
}

/** The session or the cookies of a page without a visitor: reading them throws. */
function nobody<T extends object>(page: string, what: string): T {
  const refuse = (): never => {
    throw fail('prerender-session', { page, what });
  };
  return new Proxy({} as T, { get: refuse, has: refuse, ownKeys: refuse });
}
