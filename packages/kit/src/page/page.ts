import type { Html } from '../template/html-chunks.js';
import type { HtmlContext } from '../template/html-context.js';
import { writeHtml } from '../template/html-writer.js';
import { type PageInterrupt, isPageInterrupt } from './page-interrupt.js';
import { type Head, mergeHeads } from './head.js';
import { type HeaderOverrides, mergeHeaders } from '../core/answer-headers.js';
import { type PageModule, type PageProps, perRequest } from './module.js';

/** A page and the layouts around it, outermost first, the page last. */
export type PageChain = readonly PageModule[];

/** Everything that rendering a page needs. */
type PageContext = Omit<HtmlContext, 'async'>;

/** A page as far as it is rendered. */
export interface PageContent {
  body: Html;
  /** Its head and its headers. */
  around: Promise<[Head, HeaderOverrides]>;
}

/** Renders a page inside its layouts; returns the interrupt if one of them gives it. */
export async function renderPage(
  chain: PageChain,
  props: PageProps,
  context: PageContext,
): Promise<PageContent | PageInterrupt> {
  const around = Promise.all([headOf(chain, props), headersOf(chain, props)]);
  // If the page answers with an interrupt, a failure of its head does not matter.
  around.catch(() => undefined);
  try {
    let children: unknown;
    for (const module of chain.toReversed()) {
      children = await module.default({ ...props, children });
      if (isPageInterrupt(children)) return children;
    }
    return { body: writeHtml(children, { ...context, async: true }), around };
  } catch (error) {
    if (isPageInterrupt(error)) return error;
    throw error;
  }
}

const headOf = async (chain: PageChain, props: PageProps): Promise<Head> =>
  mergeHeads(await Promise.all(chain.map(({ head = {} }) => perRequest(head, props))));

const headersOf = async (chain: PageChain, props: PageProps): Promise<HeaderOverrides> =>
  mergeHeaders(await Promise.all(chain.map(({ headers = {} }) => perRequest(headers, props))));
