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
import { type PlannedPage, planPages, prerenderFailure } from './plan.js';
import type { Prerendered, PrerenderedPage } from './prerendered.js';
import { pageDocument, type PageDocument, type PageRenderContext } from '../page/document.js';
import { intoFile } from '../page/delivery.js';
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
}

/** A page on its way to its file. */
export interface RenderedPage {
  /** The name for errors. */
  name: string;
  /** Its path under the folder of the files for the browser. */
  file: string;
  html: string;
}

/**
 * Renders every page that exports `prerender`, by the app itself and without a visitor; `write` writes each to its
 * file. Returns the data that the server needs of them.
 *
 * @throws SkerryError `prerender-params`, `prerender-conflict`, `prerender-answer`, `prerender-session`,
 * `prerender-props`, `prerender-failed`, `start-failed`
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
      const holes = randomName();
      const { html, headers, links, hasHoles } = await app.render(page, holes);
      await write({ name: page.name, file: page.target, html });
      const written = { file: page.target, headers: app.headersWith(headers, links) };
      pages[page.path] = hasHoles ? { ...written, holes, links } : written;
    }
  } finally {
    await app.close();
  }
  return { pages, regions: Object.fromEntries(app.regions) };
}

/** An app without visitors. */
class PrerenderingApp {
  readonly site: Site;
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

  constructor({ modules, assets = noAssets }: PrerenderOptions) {
    // No signature leaves the build.
    const secret = randomBytes(32).toString('base64url');
    const config = resolveConfig({ ...modules.config, secret }, { log: console });
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
    this.site = createSite(modules, parts);
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
  async render(page: PlannedPage, holes: string): Promise<PageDocument> {
    this.#failure = undefined;
    // A build knows no host.
    const url = new URL(page.path, 'http://localhost');
    const session: Session = nobody(page.name, 'the session');
    const cookies: Cookies = nobody(page.name, 'cookies');
    const locals = createLocals();
    const visit: RegionPage = {
      regionSession: () => session,
      url,
      locals,
      address: '',
      park: false,
      placement: placeInFile((region) => this.#note(page, region)),
    };
    const { params } = page;
    const props = { request: new Request(url), url, session, cookies, locals, params };
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

  /** All headers of a page that sets these, and links these files. */
  headersWith(headers: HeaderOverrides, links: string): AnswerHeaders {
    const leads = leadingHeaders(headers, {
      links,
      ownLinks: this.#headers.link,
      speculation: this.#speculation,
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

/** The session or the cookies of a page without a visitor: reading them throws. */
function nobody<T extends object>(page: string, what: string): T {
  const refuse = (): never => {
    throw fail('prerender-session', { page, what });
  };
  return new Proxy({} as T, { get: refuse, has: refuse, ownKeys: refuse });
}
