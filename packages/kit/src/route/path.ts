/** The path of a request in the one spelling that guards and router both see. */
export interface CanonicalPath {
  /** Starts with `/`, ends without one (but for `/`), every segment encoded in the same way. */
  path: string;
  /** The segments, decoded. */
  segments: readonly string[];
}

/** Why a path has no canonical form, or where it should be asked for instead. */
type PathProblem = { bad: string } | { moved: string };

/**
 * Computes the canonical path of a URL, which is taken as it was sent: a `URL` object would resolve dots before anyone saw
 * them. Spellings such as `/%61dmin` become `/admin`; what could mean two things is refused; a slash at the end moves.
 */
export function canonicalPath(url: string): CanonicalPath | PathProblem {
  const { pathname, search } = splitUrl(url);
  if (pathname === '/') return { path: '/', segments: [] };
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
  const path = `/${segments.map(encode).join('/')}`;
  return trailing ? { moved: path + search } : { path, segments };
}

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
const encode = (segment: string): string =>
  encodeURIComponent(segment).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);

function segmentProblem(segment: string): string | undefined {
  if (segment === '') return 'two slashes follow each other in the path';
  if (segment === '.' || segment === '..') return 'the path holds a dot segment';
  if (/[/\\]/.test(segment)) return 'a segment of the path holds a slash or a backslash';
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\0-\x1f\x7f]/.test(segment)) return 'a segment of the path holds a control character';
  return undefined;
}
