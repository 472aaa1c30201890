import { describe } from '../core/describe.js';
import { matchRoute } from './match.js';
import { canonicalPath } from './path.js';
import type { Route, RouteTable } from './table.js';

/** A path that a route answers. */
export interface FilledPath {
  /** Canonical. */
  path: string;
  params: Record<string, string>;
}

/** The path at which a route is given these params; or why there is none. */
export function fillRoute(
  table: RouteTable,
  route: Route,
  params: unknown,
): FilledPath | { problem: string } {
  const problem = paramsProblem(route, params);
  if (problem) return { problem };
  const values = params as Record<string, string>;
  const raw = route.segments.flatMap((segment) => {
    if (segment.kind === 'fixed') return segment.text;
    const value = values[segment.name] as string;
    if (segment.kind === 'param') return value + segment.ending;
    return value === '' ? [] : value.split('/');
  });
  const { base } = table;
  const path = `/${raw.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/')}`;
  const canonical = canonicalPath(`${path}/` === base ? base : path, base);
  if ('bad' in canonical) return { problem: canonical.bad };
  if ('moved' in canonical) return { problem: 'a segment of the path is empty' };
  const match = matchRoute(table, canonical.segments);
  if (match?.route !== route)
    return { problem: `src/pages/${match?.route.file} answers ${canonical.path}` };
  const changed = Object.entries(match.params).find(([name, text]) => text !== values[name]);
  if (changed) return { problem: `"${changed[0]}" holds half of a character` };
  return { path: canonical.path, params: match.params };
}

/** The reason why params do not fit a route by their names and types. */
function paramsProblem(route: Route, params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    return `its params are ${describe(params)} and not an object`;
  const names = paramNames(route);
  const strange = Object.keys(params).find((name) => !names.includes(name));
  if (strange !== undefined) return `the path ${route.pattern} has no param "${strange}"`;
  for (const name of names) {
    const value: unknown = Object.hasOwn(params, name) ? Reflect.get(params, name) : undefined;
    if (value === undefined) return `the param "${name}" is missing`;
    if (typeof value !== 'string')
      return `the param "${name}" is ${describe(value)} and not a text`;
  }
  return undefined;
}

/** The names of a route's params, in the order of its path. */
export const paramNames = ({ segments }: Route): string[] =>
  segments.flatMap((segment) => (segment.kind === 'fixed' ? [] : segment.name));
