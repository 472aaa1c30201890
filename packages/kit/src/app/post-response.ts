import type { Refusal } from '@skerry/wire';

import type { RequestContext } from '../core/request-context.js';
import { isExternal, redirect } from '../core/deny.js';
import { issueText } from '../core/check-value.js';
import { list } from '../core/error-entry.js';
import type { Post, PostOutcome } from '../live/registry/posts.js';
import type { Applicant } from '../live/registry/admission.js';
import type { RegionPage } from '../live/registry/region-mounter.js';
import type { Region } from '../live/region/region.js';
import { pageProps } from '../page/module.js';
import type { PageInterrupt } from '../page/page-interrupt.js';
import { escapeHtml } from '../template/escape.js';
import type { Fault } from '../page/error-page.js';
import { pageResponse, type PageResponseContext } from './page-response.js';

/** Everything that answering a post needs of the app. */
export interface PostResponseContext extends PageResponseContext {
  /** Hands what a form has posted to its region. */
  takePost(post: Post, applicant: Applicant): Promise<PostOutcome>;
}

/**
 * Answers a form of a region that was posted: the page again, with the region in its new state; or the page to which the handler sends the
 * visitor. What a schema refuses is shown again, with what was typed and the reason. Who cannot be served gets an error page, and what was
 * typed is behind the browser's back button.
 */
export async function postResponse(
  app: PostResponseContext,
  context: RequestContext,
  file: string,
  post: Post,
): Promise<Response | PageInterrupt | Fault> {
  const { locals, address } = context;
  const session = context.session.bind();
  const { reply, region, to } = await app.takePost(post, { session, locals, address });
  if (to !== undefined) return isExternal(to) ? redirect.external(to) : redirect(to);
  const props = pageProps(context);
  if ('error' in reply) {
    const { error } = reply;
    if (!error.issues) return faultOf(error);
    const reason = `That could not be taken: ${list(error.issues.map(issueText), 10)}`;
    if (!region) return { status: 422, reason };
    const details = app.development ? error.reason : undefined;
    const message = error.isTaken ? '' : refusalHtml(reason, details);
    const plan = { file, status: 422, props, refused: { form: post.form, message } };
    return pageResponse(app, context, { ...plan, brought: shownOnce(region) });
  }
  const plan = { file, status: reply.isInvalid ? 422 : 200, props };
  return pageResponse(app, context, region ? { ...plan, brought: shownOnce(region) } : plan);
}

/** The words for a visitor, and more for a developer, as HTML that may be anywhere. */
function refusalHtml(reason: string, details: string | undefined): string {
  const more = details === undefined ? '' : ` <small>${escapeHtml(details)}</small>`;
  return `<span role="alert" class="post-errors">${escapeHtml(reason)}${more}</span>`;
}

function shownOnce(region: Region): NonNullable<RegionPage['brought']> {
  let isShown = false;
  return ({ position, view }) => {
    if (isShown || position !== region.position || view !== region.view.id) return undefined;
    isShown = true;
    return region;
  };
}

function faultOf({ code, reason }: Refusal): Fault {
  return { status: statuses[code] ?? 500, reason };
}

const statuses: Readonly<Record<string, number>> = {
  'unknown-event': 400,
  'bad-token': 403,
  denied: 403,
  'not-found': 404,
  stale: 409,
  ended: 409,
  'rate-limited': 429,
  timeout: 503,
};
