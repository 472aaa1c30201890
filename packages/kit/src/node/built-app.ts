import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type App, type AppOptions, createApp } from '../app/app.js';
import { fail } from '../core/errors.js';
import { PageFile } from '../page/holes.js';
import type { Prerendered } from '../prerender/prerendered.js';
import type { ServeOptions } from './serve.js';

/** A built app: the facts that the build knows. */
export interface BuiltApp extends Pick<AppOptions, 'modules' | 'build' | 'assets' | 'base'> {
  /** The folder of the files for the browser. */
  files: string;
  /** The file that lists the prerendered pages, if there are some. */
  prerendered?: string;
}

/** The parts of {@link ServeOptions} that a built app knows. */
type Files = Pick<ServeOptions, 'files' | 'prerendered'>;

/** Creates a built app; throws `bad-prerendered` and the errors of its options. */
export function createBuiltApp(
  { files, prerendered, ...options }: BuiltApp,
  secret: string | readonly string[] | undefined,
): { app: App; files: Files } {
  const written = prerendered === undefined ? undefined : readPrerendered(prerendered);
  // Files alone need no secret that outlives a start: nothing is signed.
  const ownSecret = written?.isStatic ? randomBytes(32).toString('base64url') : undefined;
  const app = createApp({
    ...options,
    mode: 'production',
    secret: secret ?? ownSecret,
    prerendered: written?.regions,
    pageFiles: written && readPageFiles(written, files),
  });
  return { app, files: { files, prerendered: written?.pages } };
}

function readPrerendered(file: string): Prerendered {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Prerendered;
  } catch (cause) {
    throw fail('bad-prerendered', { file, problem: (cause as Error).message }, { cause });
  }
}

function readPage(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw fail('bad-prerendered', { file, problem: (cause as Error).message }, { cause });
  }
}

/** The pages with holes among the files. */
function readPageFiles({ pages }: Prerendered, folder: string): Record<string, PageFile> {
  const written: Record<string, PageFile> = {};
  for (const [path, { file, holes, links }] of Object.entries(pages))
    if (holes !== undefined)
      written[path] = new PageFile(readPage(join(folder, file)), holes, links);
  return written;
}
