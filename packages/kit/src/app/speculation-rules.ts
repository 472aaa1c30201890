import { AppResponse } from '../core/app-response.js';
import { encodeSegment } from '../route/path.js';
import type { RouteTable } from '../route/table.js';
import type { Segment } from '../route/pattern.js';

/** Links that are no way to a page of the app, or whose author says that nobody should follow them unasked. */
const excepted = '[download], [rel~=nofollow], [rel~=external], [target]:not([target=_self])';

/**
 * Answers with the rules of an app (https://html.spec.whatwg.org/#speculative-loading): its pages, and no endpoint, may be
 * loaded once a visitor is about to follow a link to them.
 */
export function speculationRules({ routes }: RouteTable, kind: 'prefetch' | 'prerender'): Response {
  const pages = routes.filter((route) => route.kind === 'page');
  const paths = pages.map(({ segments }) => ({ href_matches: { pathname: urlPattern(segments) } }));
  const where = { and: [{ or: paths }, { not: { selector_matches: excepted } }] };
  return new AppResponse(JSON.stringify({ [kind]: [{ where, eagerness: 'moderate' }] }), 200, {
    'content-type': 'application/speculationrules+json',
    'cache-control': 'public, max-age=3600',
  });
}

/** The segments of a path as a `URLPattern` has them. */
const urlPattern = (segments: readonly Segment[]): string =>
  '/' +
  segments
    .map((segment, i) => {
      if (segment.kind === 'rest') return '*';
      if (segment.kind === 'param') return `:p${i}`;
      return encodeSegment(segment.text).replaceAll(/[()*+:]/g, String.raw`\$&`);
    })
    .join('/');
