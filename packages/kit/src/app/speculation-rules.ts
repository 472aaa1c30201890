import { AppResponse } from '../core/app-response.js';
import { encodeSegment, segmentsOf } from '../route/path.js';
import type { Route, RouteTable } from '../route/table.js';
import type { Segment } from '../route/pattern.js';

/** Links that are no way to a page of the app, or whose author says that nobody should follow them unasked. */
const excepted = '[download], [rel~=nofollow], [rel~=external], [target]:not([target=_self])';

/**
 * Answers with the rules of an app (https://html.spec.whatwg.org/#speculative-loading): its pages, and no endpoint, may be
 * loaded once a visitor is about to follow a link to them.
 */
export function speculationRules(
  { routes, base }: RouteTable,
  way: 'prefetch' | 'prerender',
): Response {
  const home = urlPattern(segmentsOf(base).map((text) => ({ kind: 'fixed', text })));
  const pathOf = (segments: readonly Segment[]): string => {
    const path = urlPattern(segments);
    return path === home && path !== '/' ? `${path}/` : path;
  };
  const pathsOf = (kind: Route['kind']) =>
    routes
      .filter((route) => route.kind === kind)
      .map(({ segments }) => ({ href_matches: { pathname: pathOf(segments) } }));
  // The path of a page may match that of an endpoint too.
  const others = [{ selector_matches: excepted }, ...pathsOf('endpoint')];
  const where = { and: [{ or: pathsOf('page') }, { not: { or: others } }] };
  return new AppResponse(JSON.stringify({ [way]: [{ where, eagerness: 'moderate' }] }), 200, {
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
      if (segment.kind === 'param') return `:p${i}${literal(segment.ending)}`;
      return literal(segment.text);
    })
    .join('/');

const literal = (text: string): string =>
  encodeSegment(text).replaceAll(/[()*+:]/g, String.raw`\$&`);
