/** The path of a request in the one spelling that guards and router both see. */
export interface CanonicalPath {
  /** Starts with `/`, ends without one (but for `/`), every segment encoded in the same way. */
  path: string;
  /** The segments, decoded. A segment may hold a slash, which is `%2F` in the path. */
  segments: readonly string[];
  /** The query with its `?`, as it was sent; empty where there is none. */
  search: string;
}

/** Why a path has no canonical form, or where it should be asked for instead. */
type PathProblem = { bad: string } | { moved: string };

/**
 * Computes the canonical path of a request's target. Spellings such as `/%61dmin` become `/admin`; what could mean two
 * things is refused; a slash at the end moves, unless it ends the path of the app itself. Dot segments are refused in a target that is given as it was sent: a `URL`
 * or a `Request` has resolved them before anybody could see them, as browsers do before they send.
 *
 * @param base the path of the app
 */
export function canonicalPath(url: string, base = '/'): CanonicalPath | PathProblem {
  const { pathname, search } = splitUrl(url);
  if (pathname === base) return { path: base, segments: segmentsOf(base), search };
  if (`${pathname}/` === base) return { moved: base + search };
  if (pathname === '/') return { path: '/', segments: [], search };
  const trailing = pathname.endsWith('/');
  const segments: string[] = [];
  for (const raw of pathname.slice(1, trailing ? -1 : undefined).split('/')) {
    const segment = decode(raw);
    if (segment === undefined)
      return { bad: 'a percent sign in the path starts no UTF-8 character' };
    const problem = segmentProblem(segment);
    if (problem) return { bad: problem };
    segments.push(segment);
  }
  const path = `/${segments.map(encodeSegment).join('/')}`;
  return trailing ? { moved: path + search } : { path, segments, search };
}

/** The segments of the path of an app, decoded. */
export const segmentsOf = (base: string): string[] =>
  base.split('/').filter(Boolean).map(decodeURIComponent);

function splitUrl(url: string): { pathname: string; search: string } {
  const [, pathname = '', search = ''] =
    /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?/i.exec(url) ?? [];
  return { pathname: pathname.startsWith('/') ? pathname : `/${pathname}`, search };
}

function decode(raw: string): string | undefined {
  if (!raw.includes('%')) return raw.toWellFormed();
  try {
    return decodeURIComponent(raw).toWellFormed();
  } catch {
    return undefined;
  }
}

/** Leaves as they are the characters that RFC 3986 allows in a segment. */
export const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);

function segmentProblem(segment: string): string | undefined {
  if (segment === '') return 'two slashes follow each other in the path';
  // A file system would take a slash in a segment for one between two.
  const parts = segment.split('/');
  if (parts.includes('.') || parts.includes('..')) return 'the path holds a dot segment';
  if (parts.includes(''))
    return 'a segment of the path has a slash with nothing before or behind it';
  if (segment.includes('\\')) return 'a segment of the path holds a backslash';
  // oxlint-disable-next-line no-control-regex -- control characters are refused
  if (/[\0-\x1f\x7f]/.test(segment)) return 'a segment of the path holds a control character';
  return undefined;
}
