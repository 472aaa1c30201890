import type { Segment } from './pattern.js';
import type { ErrorPage, Node, Route, RouteTable } from './table.js';

/** The route that answers a path, and what the path says for its parameters. */
export interface Match {
  route: Route;
  params: Record<string, string>;
}

/** Finds the route for the decoded segments of a path. */
export function matchRoute(table: RouteTable, segments: readonly string[]): Match | undefined {
  const route = find(table.root, segments, 0);
  return route && { route, params: paramsOf(route, segments) };
}

function find(node: Node, segments: readonly string[], at: number): Route | undefined {
  if (at === segments.length) return node.route ?? node.rest;
  const segment = segments[at] as string;
  const fixed = node.fixed.get(segment);
  return (
    (fixed && find(fixed, segments, at + 1)) ??
    (node.ended && findEnded(node.ended, segments, at)) ??
    (node.param && find(node.param, segments, at + 1)) ??
    // A rest joins its segments by slashes: one that holds a slash would be two to it.
    (segments.slice(at).some((segment) => segment.includes('/')) ? undefined : node.rest)
  );
}

function findEnded(
  ended: NonNullable<Node['ended']>,
  segments: readonly string[],
  at: number,
): Route | undefined {
  for (const { ending, node } of ended) {
    const found = hasEnding(segments[at] as string, ending) && find(node, segments, at + 1);
    if (found) return found;
  }
  return undefined;
}

/** Tells whether a segment is a param with this ending: something is before it. */
const hasEnding = (segment: string, ending: string): boolean =>
  segment.length > ending.length && segment.endsWith(ending);

function paramsOf(route: Route, segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  route.segments.forEach((segment, i) => {
    if (segment.kind === 'param')
      params[segment.name] = (segments[i] as string).slice(0, -segment.ending.length || undefined);
    else if (segment.kind === 'rest') params[segment.name] = segments.slice(i).join('/');
  });
  return params;
}

/** Error pages for a path that no route answers, nearest first. */
export const errorPagesFor = (table: RouteTable, segments: readonly string[]): ErrorPage[] =>
  table.errors.filter((page) =>
    page.segments.every(
      (segment, i) =>
        segment.kind === 'rest' || (i < segments.length && fits(segment, segments[i] as string)),
    ),
  );

const fits = (segment: Exclude<Segment, { kind: 'rest' }>, text: string): boolean =>
  segment.kind === 'param' ? hasEnding(text, segment.ending) : segment.text === text;
