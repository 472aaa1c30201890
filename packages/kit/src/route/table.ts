import { fail } from '../core/errors.js';
import { segmentsOf } from './path.js';
import { patternText, routeFile, type RouteFile, type Segment } from './pattern.js';

/** A page or an endpoint, with the files around it. */
export interface Route {
  file: string;
  kind: 'page' | 'endpoint';
  /** As people write it: `/posts/:slug`. */
  pattern: string;
  segments: readonly Segment[];
  /** The plugin that adds it, if no file under `src/pages` does. */
  plugin?: string | undefined;
  /** The folder of the file under `src/pages`, groups included. */
  folder: string;
  /** Layouts around the page, outermost first. */
  layouts: readonly string[];
  /** Error pages that answer for it, nearest first. */
  errors: readonly ErrorPage[];
}

/** An error page and the layouts around it. */
export interface ErrorPage {
  file: string;
  segments: readonly Segment[];
  layouts: readonly string[];
}

/** A position in the tree of patterns. Fixed segments win over parameters, of which those with the longest ending win, these over a rest. */
export interface Node {
  fixed: Map<string, Node>;
  /** Parameters with an ending, the longest first. */
  ended?: { ending: string; node: Node }[];
  param?: Node;
  rest?: Route;
  route?: Route;
}

/** All routes of an app. */
export interface RouteTable {
  /** The path of the app, which all routes are under. */
  base: string;
  root: Node;
  /** In the order of their patterns. */
  routes: readonly Route[];
  /** Deepest first. */
  errors: readonly ErrorPage[];
  /** All files that take part: pages, endpoints, layouts and error pages. */
  files: readonly string[];
}

/**
 * Orders the files under `src/pages`, and the routes that plugins add, into one table.
 *
 * @throws SkerryError `route-conflict` for two files that answer the same path; `bad-route`
 */
export function createRouteTable(
  files: readonly string[],
  added: readonly RouteFile[] = [],
  base = '/',
): RouteTable {
  const prefix = segmentsOf(base).map((text) => ({ kind: 'fixed', text }) as const);
  const parsed = files
    .map(routeFile)
    .filter((entry) => entry !== undefined)
    .concat(added)
    .map((entry) => ({ ...entry, segments: [...prefix, ...entry.segments] }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  const layouts = parsed.filter((entry) => entry.kind === 'layout');
  const errors = parsed
    .filter((entry) => entry.kind === 'error')
    .map((entry) => ({ entry, page: toErrorPage(entry, layouts) }))
    .sort((a, b) => b.entry.folder.length - a.entry.folder.length);

  const root: Node = { fixed: new Map() };
  const routes: Route[] = [];
  for (const entry of parsed) {
    if (entry.kind !== 'page' && entry.kind !== 'endpoint') continue;
    const route: Route = {
      file: entry.file,
      kind: entry.kind,
      pattern: patternText(entry.segments),
      segments: entry.segments,
      folder: entry.folder,
      plugin: entry.plugin,
      layouts: layoutsOf(entry, layouts),
      errors: errors.filter((error) => encloses(error.entry, entry)).map(({ page }) => page),
    };
    insert(root, route);
    routes.push(route);
  }
  routes.sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
  return {
    base,
    root,
    routes,
    errors: errors.map(({ page }) => page),
    files: parsed.map(({ file }) => file),
  };
}

const toErrorPage = (entry: RouteFile, layouts: readonly RouteFile[]): ErrorPage => ({
  file: entry.file,
  segments: entry.segments,
  layouts: layoutsOf(entry, layouts),
});

const layoutsOf = (entry: RouteFile, layouts: readonly RouteFile[]): string[] =>
  layouts
    .filter((layout) => encloses(layout, entry))
    .sort((a, b) => a.folder.length - b.folder.length)
    .map((layout) => layout.file);

const encloses = (outer: RouteFile, inner: RouteFile): boolean =>
  outer.folder === '' || `${inner.folder}/`.startsWith(`${outer.folder}/`);

function insert(root: Node, route: Route): void {
  let node = root;
  for (const segment of route.segments) {
    if (segment.kind === 'rest') {
      if (node.rest) throw conflict(node.rest, route);
      node.rest = route;
      return;
    }
    node =
      segment.kind === 'fixed' ? fixedChild(node, segment.text) : paramChild(node, segment.ending);
  }
  if (node.route) throw conflict(node.route, route);
  node.route = route;
}

function fixedChild(node: Node, text: string): Node {
  let child = node.fixed.get(text);
  if (!child) node.fixed.set(text, (child = { fixed: new Map() }));
  return child;
}

function paramChild(node: Node, ending: string): Node {
  if (ending === '') return (node.param ??= { fixed: new Map() });
  const ended = (node.ended ??= []);
  const known = ended.find((each) => each.ending === ending);
  if (known) return known.node;
  const child: Node = { fixed: new Map() };
  ended.push({ ending, node: child });
  ended.sort((a, b) => b.ending.length - a.ending.length);
  return child;
}

const conflict = (first: Route, second: Route): Error =>
  fail('route-conflict', {
    first: placeOf(first),
    second: placeOf(second),
    pattern: second.pattern,
  });

const placeOf = ({ file, plugin }: Route): string =>
  plugin === undefined ? `src/pages/${file}` : `${file} of the plugin ${plugin}`;
