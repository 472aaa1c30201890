import { fail } from '../core/errors.js';

/** One part of a path: a fixed text, one segment under a name, perhaps with an ending such as `.json`, or all that is left under a name. */
export type Segment =
  | { kind: 'fixed'; text: string }
  | { kind: 'param'; name: string; ending: string }
  | { kind: 'rest'; name: string };

/** The purpose of a file under `src/pages`. */
type RouteKind = 'page' | 'endpoint' | 'layout' | 'error' | 'plugins';

/** The facts that the path of a file under `src/pages` tells, or the route that a plugin adds. */
export interface RouteFile {
  /** Path under `src/pages`, with `/`. */
  file: string;
  /** The plugin that adds it. */
  plugin?: string;
  kind: RouteKind;
  /** Folder under `src/pages`, groups included; `''` at the top. */
  folder: string;
  /** The path it answers; for a layout or an error page, the path of its folder. */
  segments: Segment[];
}

/**
 * Reads the path of a file under `src/pages`, of a kind that is known to be a module. `undefined` for a file that is no part of a route: helpers, tests, live views
 * and whatever lies in a folder that starts with `_`.
 *
 * @throws SkerryError `bad-route` for brackets that name no parameter, a rest that is not last, a name used twice
 */
export function routeFile(file: string): RouteFile | undefined {
  const parts = file.split('/');
  const name = parts.pop() as string;
  const [, stem, extension] = /^(.+)\.(?![cm][jt]s)(\w+)$/.exec(name) ?? [];
  if (stem === undefined || parts.some((part) => part.startsWith('_'))) return undefined;
  const kind = extension === 'ts' || extension === 'js' ? codeKind(stem) : markupKind(stem);
  if (!kind) return undefined;
  const isOfFolder = kind === 'layout' || kind === 'error' || kind === 'plugins';
  const path = isOfFolder || stem === 'index' ? parts : [...parts, stem];
  return { file, kind, folder: parts.join('/'), segments: toSegments(path, file) };
}

/** The purpose of a file with markup, in whatever language: its name has no dots, as those are for tests, live views and islands. */
function markupKind(stem: string): RouteKind | undefined {
  if (stem === '_layout') return 'layout';
  if (stem === '_error') return 'error';
  return /^(?:[^_.][^.]*|\[\.\.\.[^.]*\])$/.test(stem) ? 'page' : undefined;
}

/** The purpose of a file without markup: it is an endpoint, whose name may have dots, as `rss.xml.ts`. */
function codeKind(stem: string): RouteKind | undefined {
  if (stem === '_plugins') return 'plugins';
  const isOther = stem.startsWith('_') || /\.(?:test|spec|d|live|island|react)$/.test(stem);
  return isOther ? undefined : 'endpoint';
}

const isGroup = (folder: string): boolean => /^\(.*\)$/.test(folder);

function toSegments(parts: readonly string[], file: string): Segment[] {
  const segments = parts.filter((part) => !isGroup(part)).map((part) => toSegment(part, file));
  const names = new Set<string>();
  segments.forEach((segment, i) => {
    if (segment.kind === 'fixed') return;
    if (names.has(segment.name)) throw bad(file, `the name "${segment.name}" is used twice`);
    names.add(segment.name);
    if (segment.kind === 'rest' && i < segments.length - 1)
      throw bad(file, `nothing can follow [...${segment.name}], which takes all that is left`);
  });
  return segments;
}

function toSegment(part: string, file: string): Segment {
  const [, rest, one, ending = ''] =
    /^\[(?:\.\.\.([A-Za-z_]\w*)|([A-Za-z_]\w*))\](\.[\w.-]+)?$/.exec(part) ?? [];
  if (rest !== undefined && ending === '') return { kind: 'rest', name: rest };
  if (one !== undefined) return { kind: 'param', name: one, ending };
  if (/[[\]()]/.test(part))
    throw bad(file, `"${part}" is neither a text, [name], [name].ending, [...name] nor (group)`);
  return { kind: 'fixed', text: part };
}

const bad = (file: string, problem: string): Error => fail('bad-route', { file, problem });

/** A pattern as people write it: `/posts/:slug`, `/posts/:slug.json`, `/files/*path`. */
export function patternText(segments: readonly Segment[]): string {
  const texts = segments.map((segment) => {
    if (segment.kind === 'fixed') return segment.text;
    return segment.kind === 'param' ? `:${segment.name}${segment.ending}` : `*${segment.name}`;
  });
  return `/${texts.join('/')}`;
}

/**
 * Reads the pattern of a route that a plugin adds, below a folder under `src/pages`. It is where a file of that path would be, so that
 * layouts and guards of folders are around it.
 *
 * @throws SkerryError `bad-route`
 */
export function addedRoute(
  plugin: string,
  file: string,
  kind: 'page' | 'endpoint',
  folder: string,
  pattern: string,
): RouteFile {
  const texts = pattern.split('/').filter(Boolean);
  if (texts.some((text) => /[[\]()]/.test(text)))
    throw bad(file, 'the pattern has brackets; write :name and *rest');
  const parts = [
    ...folder.split('/').filter(Boolean),
    ...texts.map((text) => text.replace(/^:([^.]*)/, '[$1]').replace(/^\*(.*)$/, '[...$1]')),
  ];
  const folderOf = parts.slice(0, -1).join('/');
  return { file, plugin, kind, folder: folderOf, segments: toSegments(parts, file) };
}
