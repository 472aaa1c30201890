import { type HeaderOverrides, mergeHeaders } from '../core/answer-headers.js';
import { allOf, chain, rescue } from '../core/now-or-later.js';
import { TextCache } from '../core/text-cache.js';
import { isThenable, settle, unheard } from '../core/within.js';
import type { Html } from '../template/html-chunks.js';
import type { HtmlContext } from '../template/html-context.js';
import { writeHtml } from '../template/html-writer.js';
import { type Head, type MergedHead, mergeHeads, withoutAddress } from './head.js';
import { type PageModule, type PageProps, perRequest } from './module.js';
import { isPageInterrupt, type PageInterrupt } from './page-interrupt.js';

/** Everything that rendering a page needs. */
type PageContext = Omit<HtmlContext, 'async' | 'plain'>;

/** What a page and its layouts say of the document around them, merged. */
export interface PageEnvelope {
  readonly head: MergedHead;
  readonly headers: HeaderOverrides;
  /** The shells made of it, where it is the same for every request. */
  readonly shells?: TextCache;
}

/** A page as far as it is rendered. */
export interface PageContent {
  body: Html;
  envelope: PageEnvelope | Promise<PageEnvelope>;
}

/** Characters of the shells that are kept of a page: they differ by the islands that hydrate at once. */
const maxShells = 64 * 1024;

/** A page and the layouts around it. */
export class PageChain {
  /** Their files under `src/pages`, outermost layout first, the page last. */
  readonly files: readonly string[];
  /** Their modules, in the same order. */
  readonly modules: readonly PageModule[];
  /** True if the envelope is the same for every request. */
  readonly #isConstant: boolean;
  /** That envelope, once a request has needed it. */
  #envelope: PageEnvelope | undefined;

  /** True if the page is an error page. */
  readonly #isError: boolean;

  constructor(files: readonly string[], modules: readonly PageModule[], isError = false) {
    this.files = files;
    this.modules = modules;
    this.#isError = isError;
    this.#isConstant = modules.every(
      ({ head, headers }) => typeof head !== 'function' && typeof headers !== 'function',
    );
  }

  /** Renders the page inside its layouts, or gives the interrupt that one of them returns. @throws what they throw */
  render(
    props: PageProps,
    context: PageContext,
  ): PageContent | PageInterrupt | Promise<PageContent | PageInterrupt> {
    const envelope = this.envelopeFor(props);
    return chain(this.renderBody(props, context), (body) =>
      isPageInterrupt(body) ? body : { body, envelope },
    );
  }

  /** Renders the page without its envelope. @throws what its modules throw */
  renderBody(
    props: PageProps,
    context: PageContext,
  ): Html | PageInterrupt | Promise<Html | PageInterrupt> {
    return chain(this.#element(props, this.modules.length - 1), (element) =>
      isPageInterrupt(element)
        ? element
        : writeHtml(element, { ...context, async: true, plain: true }),
    );
  }

  /** The element of the outermost module, around those down to this one; or the first interrupt. */
  #element(props: PageProps, from: number, children?: unknown): unknown {
    let inner = children;
    for (let i = from; i >= 0; i--) {
      inner = (this.modules[i] as PageModule).default({ ...props, children: inner });
      if (isThenable(inner))
        return settle(inner).then((element) =>
          isPageInterrupt(element) ? element : this.#element(props, i - 1, element),
        );
      if (isPageInterrupt(inner)) return inner;
    }
    return inner;
  }

  /** The envelope for a request. */
  envelopeFor(props: PageProps): PageEnvelope | Promise<PageEnvelope> {
    const { modules } = this;
    if (this.#envelope) return this.#envelope;
    const envelope = rescue(
      () => {
        const heads = modules.map(({ head = {} }) => perRequest(head, props));
        const headers = modules.map(({ headers: own = {} }) => perRequest(own, props));
        return chain(allOf<Head | HeaderOverrides>([...heads, ...headers]), (values) => {
          const own = values.slice(0, modules.length) as Head[];
          const head = mergeHeads(this.#isError ? own.map(withoutAddress) : own);
          const merged = mergeHeaders(values.slice(modules.length) as HeaderOverrides[]);
          if (!this.#isConstant) return { head, headers: merged };
          return (this.#envelope = { head, headers: merged, shells: new TextCache(maxShells) });
        });
      },
      (thrown) => Promise.reject(thrown as Error),
    );
    // If the page answers with an interrupt, a failure of its head does not matter.
    return envelope instanceof Promise ? unheard(envelope) : envelope;
  }
}
