import { isRedirect } from '../core/deny.js';
import type { Locals } from '../core/locals.js';
import { traceOfLocals } from '../core/trace.js';
import { pageDocument, type RenderedPage } from '../page/document.js';
import { isPageInterrupt, isResponse } from '../page/page-interrupt.js';
import { channels, publishWork } from '../tracing/channels.js';
import type { TracedFlush, TracedRender } from '../tracing/contexts.js';

/** Renders the page of a file, and publishes that on `skerry:render`. @throws what the page throws */
export function tracePage(
  ...[app, page, file, props, delivery]: Parameters<typeof pageDocument>
): RenderedPage | Promise<RenderedPage> {
  const trace = traceOfLocals(page.locals);
  const traced: TracedRender = { trace, path: page.url.pathname, file };
  const render = () => pageDocument(app, page, file, props, delivery);
  return publishWork(channels.render, traced, render, (rendered) => {
    if (isPageInterrupt(rendered) && !isResponse(rendered))
      traced.outcome = isRedirect(rendered) ? 'redirected' : 'refused';
  });
}

/** Publishes on `skerry:flush` that a part of a page is sent. */
export function tracePart(locals: Locals, url: URL, name: string, bytes: number): void {
  const traced: TracedFlush = { trace: traceOfLocals(locals), path: url.pathname, name, bytes };
  void publishWork(channels.flush, traced, () => {});
}
