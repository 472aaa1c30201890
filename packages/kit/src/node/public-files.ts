import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

import type { Prerendered } from '../prerender/prerendered.js';
import type { AnswerHeaders } from '../core/answer-headers.js';
import type { Limits } from '../core/limits.js';
import { canonicalPath } from '../route/path.js';
import type { Listener } from './edge.js';
import { listFiles, type PublicFile } from './files.js';
import { sendFile } from './send-file.js';

/** The dependencies of serving files. */
export interface PublicFilesOptions {
  /** The folder of the files for browsers; those under `assets` never change. */
  readonly folder: string;
  /** The path of the app, which all files are under. */
  readonly base?: string;
  /** The pages among those files, by their canonical path. */
  readonly pages: Prerendered['pages'];
  readonly limits: Pick<Limits, 'downloadTimeout'>;
  /** The headers of every file. */
  readonly headers: AnswerHeaders;
  /** Returns true if the app answers for the host of a request. */
  isAllowed(request: IncomingMessage): boolean;
  /** Answers if there is no file. */
  readonly missing: Listener;
  /** Receives failures to read files. */
  readonly report: (error: unknown) => void;
}

/** A file, and the headers of its answer. */
interface Served {
  readonly file: PublicFile;
  readonly headers: OutgoingHttpHeaders;
}

/**
 * Serves the files of a folder at their paths, and the pages among them at their canonical paths and nowhere else. Files
 * whose names begin with a dot are not public, except under `.well-known`.
 */
export function servePublicFiles(options: PublicFilesOptions): Listener {
  const { missing, isAllowed, base } = options;
  const served = readFolder(options);
  return (request, response) => {
    const { method, url = '/' } = request;
    const canonical = method === 'GET' || method === 'HEAD' ? canonicalPath(url, base) : undefined;
    const found = canonical && 'path' in canonical && served.get(canonical.path);
    return found && isAllowed(request)
      ? serve(found, request, response, options)
      : missing(request, response);
  };
}

/** The files to serve, by canonical path. */
function readFolder({
  folder,
  base = '/',
  pages,
  headers,
}: PublicFilesOptions): ReadonlyMap<string, Served> {
  const files = listFiles(folder);
  const filesOfPages = new Set(Object.values(pages).map(({ file }) => file));
  const served = new Map<string, Served>();
  for (const [path, file] of files) {
    const canonical = canonicalPath(base + path.split('/').map(encodeURIComponent).join('/'));
    if ('path' in canonical && isPublic(path) && !filesOfPages.has(path))
      served.set(canonical.path, {
        file,
        headers: path.startsWith('assets/') ? { ...headers, ...forever } : headers,
      });
  }
  for (const [path, page] of Object.entries(pages)) {
    const file = files.get(page.file);
    // The app sends a page with holes.
    if (file && page.holes === undefined)
      served.set(path, { file, headers: { 'cache-control': 'no-cache', ...page.headers } });
  }
  return served;
}

const forever = { 'cache-control': 'public, max-age=31536000, immutable' };

const isPublic = (path: string): boolean =>
  path.split('/').every((name) => !name.startsWith('.') || name === '.well-known');

/** Answers with a file; never rejects. */
async function serve(
  { file, headers }: Served,
  request: IncomingMessage,
  response: ServerResponse,
  { folder, limits, missing, report }: PublicFilesOptions,
): Promise<void> {
  try {
    const how = { folder, headers, timeout: limits.downloadTimeout };
    if (!(await sendFile(request, response, file, how))) await missing(request, response);
  } catch (error) {
    report(error);
    const isFull = ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? '');
    response.writeHead(isFull ? 503 : 500, isFull ? { 'retry-after': '1' } : {});
    response.end(isFull ? 'The server is busy. Try again.' : 'The file cannot be read.');
  }
}
