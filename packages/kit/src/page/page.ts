import { type HtmlContext, renderHtml } from '../template/html-writer.js';
import { type PageInterrupt, isPageInterrupt } from './page-interrupt.js';
import { type Head, mergeHeads } from './head.js';
import { type HeaderOverrides, mergeHeaders } from '../core/answer-headers.js';
import { type PageModule, type PageProps, perRequest } from './module.js';

/** A page and the layouts around it, outermost first and the page last. */
export type PageChain = readonly PageModule[];

/** What rendering a page asks of its surroundings. */
type PageContext = Omit<HtmlContext, 'async'>;

/** A page, rendered. */
export interface PageContent {
  body: string;
  head: Head;
  headers: HeaderOverrides;
}

/** Renders a page inside its layouts; the answer where one of them gives it. */
export async function renderPage(
  chain: PageChain,
  props: PageProps,
  context: PageContext,
): Promise<PageContent | PageInterrupt> {
  const around = Promise.all([headOf(chain, props), headersOf(chain, props)]);
  // Where the page answers otherwise, what its head made of that no longer matters.
  around.catch(() => undefined);
  const body = await bodyOf(chain, props, context);
  if (typeof body !== 'string') return body;
  const [head, headers] = await around;
  return { body, head, headers };
}

async function bodyOf(
  chain: PageChain,
  props: PageProps,
  context: PageContext,
): Promise<string | PageInterrupt> {
  try {
    let children: unknown;
    for (const module of chain.toReversed()) {
      children = await module.default({ ...props, children });
      if (isPageInterrupt(children)) return children;
    }
    return await renderHtml(children, { ...context, async: true });
  } catch (error) {
    if (isPageInterrupt(error)) return error;
    throw error;
  }
}

const headOf = async (chain: PageChain, props: PageProps): Promise<Head> =>
  mergeHeads(await Promise.all(chain.map(({ head = {} }) => perRequest(head, props))));

const headersOf = async (chain: PageChain, props: PageProps): Promise<HeaderOverrides> =>
  mergeHeaders(await Promise.all(chain.map(({ headers = {} }) => perRequest(headers, props))));
