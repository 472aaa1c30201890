import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';

import { canonicalPath } from '../route/path.js';
import type { Listener } from './listener.js';
import type { Prerendered, PrerenderedPage } from '../app/prerendered.js';

/** Who answers what is no page's file. */
interface Others {
  /** Files, and then pages. */
  files: Listener;
  /** Pages alone. */
  pages: Listener;
}

/** Serves pages that the build has written into a folder, at their canonical paths and nowhere else. */
export function withPageFiles(
  folder: string,
  pages: Prerendered['pages'],
  others: Others,
): Listener {
  const known = new Map(Object.entries(pages));
  // A page may have a name that looks like a hidden file's.
  const files = sirv(folder, {
    etag: true,
    gzip: true,
    brotli: true,
    extensions: [],
    dotfiles: true,
  });
  return (request, response) => {
    const canonical = canonicalPath(request.url ?? '/');
    // A slash at the end is for the app to take away.
    if (!('path' in canonical)) return others.pages(request, response);
    const page = known.get(canonical.path);
    if (page) return serveFile(files, page, request, response, others.pages);
    const named = /^(.*)\.html(?:\.br|\.gz)?$/.exec(canonical.path)?.[1];
    const isPage = known.has(named ?? '') || (named === '/index' && known.has('/'));
    (isPage ? others.pages : others.files)(request, response);
  };
}

function serveFile(
  files: ReturnType<typeof sirv>,
  { file, headers }: PrerenderedPage,
  request: IncomingMessage,
  response: ServerResponse,
  missing: Listener,
): void {
  const { url } = request;
  const given = { 'cache-control': 'no-cache', ...headers };
  for (const [name, value] of Object.entries(given)) response.setHeader(name, value);
  request.url = `/${encodeURI(file)}`;
  files(request, response, () => {
    for (const name of Object.keys(given)) response.removeHeader(name);
    request.url = url as string;
    missing(request, response);
  });
}
