import type { ResolvedConfig } from '../core/config.js';
import { chain, lastly } from '../core/now-or-later.js';
import { fail } from '../core/errors.js';
import { toError } from '../core/thrown.js';
import { within } from '../core/within.js';
import type { Hooks } from '../hooks/types.js';
import type { RegionPage } from '../live/registry/region-mounter.js';
import type { MarkupInspector } from '../markup/inspector.js';
import { settleHtml } from '../template/html-chunks.js';
import type { HtmlContext } from '../template/html-context.js';
import type { IslandContext } from '../template/island/island-html.js';
import { withoutMarks } from '../template/origin.js';
import type { LiveElement } from '../template/live.js';
import type { Assets } from './assets.js';
import type { PageProps } from './module.js';
import { PageContents } from './page-contents.js';
import { interruptible, isPageInterrupt, type PageInterrupt } from './page-interrupt.js';
import type { PageChain } from './page.js';
import { Boundaries } from './boundaries.js';
import type { Delivery } from './delivery.js';
import { fileHtml, type PageFile, unshown, writeHole } from './holes.js';
import { PageCollector } from './page-collector.js';
import { LateContent } from './late-content.js';
import {
  latenessOf,
  lateHead,
  lateScript,
  lateStylesScript,
  makeShell,
  preloadsHtml,
  type Shell,
} from './shell.js';
import type { Site } from './site.js';
import { warnOfPage } from './warn-of-page.js';
import { documentEnd, type DocumentRest, writeBodyFirst, type WrittenPage } from './stream.js';

/** Everything that rendering a page needs of the app. */
export interface PageRenderContext {
  site: Site;
  assets: Assets;
  hooks: Hooks;
  config: Pick<ResolvedConfig, 'limits' | 'log'>;
  /** True if error pages show what failed, and developers are warned. */
  development: boolean;
  /** Finds what browsers would repair, in development and tests. */
  markup?: MarkupInspector | undefined;
  /** Mounts a live view as a region and renders its element. */
  mount(element: LiveElement, path: string, page: RegionPage): string | Promise<string>;
}

/** A page in its document. */
export interface PageDocument extends Pick<Shell, 'headers' | 'live' | 'links'> {
  /** All of it, or what is sent before the late boundaries. */
  html: string;
  /** The rest, where a boundary is late. */
  rest?: DocumentRest;
  /** True if another reader may be sent another document. */
  varies: boolean;
  /** True if it has holes, which a file leaves to the answers to requests. */
  hasHoles?: boolean;
}

/** A page in its document, or the interrupt that it gives. */
export type RenderedPage = PageDocument | PageInterrupt;

/** Renders the page of a file into its document: at once where nothing in it is asynchronous. */
export function pageDocument(
  app: PageRenderContext,
  page: RegionPage,
  file: string,
  props: PageProps,
  delivery: Delivery,
): RenderedPage | Promise<RenderedPage> {
  const rendering = new PageRendering(app, page, app.site.chain(file), delivery);
  return lastly(
    () => interruptible(() => rendering.render(props)),
    () => rendering.end(),
  );
}

/** The holes of a page, on their way behind its file. */
export interface HolesRendering {
  /** The beginning of their names in this answer. */
  readonly prefix: string;
  /** True if a live view may be among them. */
  readonly live: boolean;
  readonly rest: DocumentRest;
}

/** Renders the page of a file of the build again, for its holes. */
export const renderHoles = (
  app: PageRenderContext,
  page: RegionPage,
  file: string,
  props: PageProps,
  delivery: Delivery,
  written: PageFile,
): HolesRendering =>
  new PageRendering(app, page, app.site.chain(file), delivery).renderHoles(props, written);

/** A page on its way into its document. */
class PageRendering {
  readonly #app: PageRenderContext;
  readonly #page: RegionPage;
  readonly #chain: PageChain;
  readonly #delivery: Delivery;
  readonly #contents = new PageContents();
  readonly #boundaries: Boundaries;
  readonly #collector: PageCollector;
  #hasHoles = false;
  #hasFailed = false;

  constructor(app: PageRenderContext, page: RegionPage, files: PageChain, delivery: Delivery) {
    this.#app = app;
    this.#page = page;
    this.#chain = files;
    this.#delivery = delivery;
    const failed = this.#failed;
    this.#collector = new PageCollector(app.site.islands, page, { markup: app.markup, failed });
    const timeout = app.config.limits.boundaryTimeout;
    this.#boundaries = new Boundaries({ timeout, failed, takeMarkup: this.#collector.takeMarkup });
  }

  /** Renders the page. @throws what its modules and its content throw */
  render(props: PageProps): RenderedPage | Promise<RenderedPage> {
    return chain(this.#chain.render(props, this.#htmlContext()), (content) =>
      isPageInterrupt(content)
        ? content
        : chain(writeBodyFirst(content, this.#boundaries), this.#toDocument),
    );
  }

  /** Renders the page for its holes alone. What else it shows is in its file. */
  renderHoles(props: PageProps, written: PageFile): HolesRendering {
    const { config, assets } = this.#app;
    const { prefix } = this.#boundaries;
    const milliseconds = config.limits.answerTimeout;
    const late = (thrown: unknown) => isPageInterrupt(thrown) || this.#failed(toError(thrown));
    const tooLate = () => fail('answer-timeout', { milliseconds });
    this.#boundaries.waitForHoles(() =>
      within(milliseconds, this.#findHoles(props, written), tooLate, late)
        .catch(late)
        .then(() => {}),
    );
    const live = assets.hasRegions !== undefined && this.#chain.files.some(assets.hasRegions);
    return { prefix, live, rest: this.#rest(live) };
  }

  /** Writes the page, and fills the holes that it meets. Other boundaries may hold some, and have their own time. */
  async #findHoles(props: PageProps, written: PageFile): Promise<void> {
    const { suspend, wrapIsland, ...context } = this.#htmlContext();
    const inHole = { region: context.region, suspend, wrapIsland };
    const missing = new Set(Array.from({ length: written.count }, (_, i) => i + 1));
    const body = await this.#chain.renderBody(props, {
      ...context,
      inHole,
      region: () => '',
      suspend: (content, place) => {
        if (content.at !== 'request')
          return unshown(() => this.#boundaries.writeInOrder(content, place), this.#failed);
        const hole = written.holeAt(place, this.#boundaries.prefix);
        const inside = { ...place, context: { ...place.context, ...inHole } };
        if (hole && missing.delete(hole.order + 1))
          this.#boundaries.fillHole(content, inside, hole);
        return '';
      },
    });
    if (isPageInterrupt(body)) return;
    await settleHtml(body);
    // After a failure, those that it hid are missed by nobody.
    if (missing.size > 0 && !this.#hasFailed)
      this.#failed(fail('holes-differ', { missing: [...missing], count: written.count }));
  }

  /** Ends what is left of a page that is not sent. */
  end(): void {
    if (!this.#boundaries.isSent) this.#boundaries.end();
  }

  readonly #failed = (error: Error): void => this.#report(error, 'request');

  #report(error: Error, where: string): void {
    this.#hasFailed = true;
    this.#app.hooks.onError.call({ error, where, url: this.#page.url });
  }

  readonly #toDocument = ({ envelope, body }: WrittenPage): PageDocument => {
    const { config, assets, markup, development } = this.#app;
    const { url } = this.#page;
    const boundaries = this.#boundaries;
    // A file brings the scripts that its holes may need.
    const late = this.#hasHoles ? 'native' : latenessOf(boundaries.arePending, this.#delivery);
    const contents = this.#contents;
    const collected = this.#collector.takeMarkup();
    const { headers, live, html, links } = makeShell(
      { envelope, files: this.#chain.files, contents, late, search: url.search, collected },
      assets,
    );
    if (development) warnOfPage(config, { path: url.pathname, body, head: envelope.head, live });
    const varies = boundaries.areUsed;
    const posts = contents.takePosts();
    const begin = inspected(
      markup,
      html + body + posts + (boundaries.arePending ? '' : documentEnd),
    );
    const { holes } = this.#delivery;
    if (this.#hasHoles && holes) {
      const file = { page: url.pathname, prefix: holes };
      return { html: fileHtml(begin, file, assets), headers, live, links, varies, hasHoles: true };
    }
    if (!boundaries.arePending) return { html: begin, headers, live, links, varies };
    boundaries.isSent = true;
    // The shell preloads those that it knows.
    contents.takeUrgent();
    return { html: begin, rest: this.#rest(live), headers, live, links, varies };
  };

  #rest(live: boolean): DocumentRest {
    const { assets, config } = this.#app;
    const scripts = { late: lateScript(assets), styles: lateStylesScript(assets) };
    return new LateContent({
      boundaries: this.#boundaries,
      delivery: this.#delivery,
      deadline: live ? config.limits.documentTimeout : undefined,
      scripts,
      toHtml: (html, { isDrawing, isHeld }) =>
        preloadsHtml(this.#contents.takeUrgent(), assets) +
        this.#lateHtml(html + this.#contents.takePosts()) +
        // Browsers read late content as HTML, and not in another language.
        (isDrawing && this.#delivery.native ? lateHead(assets, this.#page.url.search) : '') +
        (isHeld ? scripts.styles : ''),
      failed: this.#failed,
    });
  }

  /** A fault in late markup is reported; the page is on its way and shows it as it is. */
  #lateHtml(html: string): string {
    try {
      return inspected(this.#app.markup, html);
    } catch (thrown) {
      this.#failed(toError(thrown));
      return withoutMarks(html);
    }
  }

  /** The surroundings of its regions, islands and boundaries, and the marks of development. */
  #htmlContext(): Omit<HtmlContext, 'async' | 'plain'> & Required<Pick<HtmlContext, 'suspend'>> {
    const { markup } = this.#app;
    return {
      islands: this.#islandContext(),
      island: this.#contents.addIsland,
      wrapIsland: this.#collector.wrap,
      marks: markup !== undefined,
      region: (element, path, keys) => this.#mount(element, path, keys),
      failed: (thrown) => {
        if (isPageInterrupt(thrown)) throw thrown;
        const error = toError(thrown);
        this.#report(error, 'boundary');
        return error;
      },
      suspend: (suspended, place) => {
        const { ordered, holes } = this.#delivery;
        if (suspended.at === 'request' && holes !== undefined) {
          this.#hasHoles = true;
          return writeHole(suspended, place, holes);
        }
        return ordered
          ? this.#boundaries.writeInOrder(suspended, place)
          : this.#boundaries.suspend(suspended, place);
      },
    };
  }

  #mount(element: LiveElement, path: string, keys: string): string | Promise<string> {
    const { url, locals, address, park, errorPage, placement, brought, refused } = this.#page;
    const regionSession = () => this.#page.regionSession();
    const { addIsland: island, addPosts: posts } = this.#contents;
    this.#contents.hasRegion = true;
    const requireVisit = () => this.#page.requireVisit?.();
    const known = { url, locals, address, park, errorPage, placement, brought, refused };
    const wrapIsland = this.#collector.wrap;
    const page = { ...known, keys, posts, regionSession, requireVisit, island, wrapIsland };
    return this.#app.mount(element, path, page);
  }

  /** The context of islands outside of regions. */
  #islandContext(): IslandContext {
    const { hooks } = this.#app;
    const { url } = this.#page;
    return {
      host: '',
      rendered: (island, micros, bytes) => hooks.onIsland.call({ island, micros, bytes }),
      failed: (island, error) => hooks.onError.call({ error, where: 'island', url, island }),
    };
  }
}

/** HTML without the marks of development. @throws SkerryError `repaired-markup` */
const inspected = (markup: MarkupInspector | undefined, html: string): string =>
  markup ? markup.page(html) : html;
