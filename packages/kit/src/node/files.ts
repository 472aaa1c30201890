import { readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

import { mediaType } from '../core/answer-headers.js';
import type { Encoding } from './compress.js';

/** A file that may be served. */
export interface PublicFile {
  /** Its path under the folder, decoded, with slashes. */
  readonly path: string;
  /** Its media type, with the charset for text. */
  readonly type: string;
  /** The paths of its precompressed copies. */
  readonly encoded: Readonly<Partial<Record<Encoding, string>>>;
}

const suffixes = { br: '.br', gzip: '.gz' } as const;

/**
 * Lists the files of a folder, by their paths. The list is made once: a request names a file that existed at the start,
 * or none, so that no path of a request reaches the disk. Links are not followed.
 */
export function listFiles(folder: string): ReadonlyMap<string, PublicFile> {
  const paths = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/')),
  );
  const files = new Map<string, PublicFile>();
  for (const path of paths) {
    const extension = extname(path);
    const isCopy = extension === suffixes.br || extension === suffixes.gzip;
    if (isCopy && paths.has(path.slice(0, -extension.length))) continue;
    const copies = Object.entries(suffixes).filter(([, suffix]) => paths.has(path + suffix));
    files.set(path, {
      path,
      type: mediaType(path) ?? 'application/octet-stream',
      encoded: Object.fromEntries(copies.map(([name, suffix]) => [name, path + suffix])),
    });
  }
  return files;
}
