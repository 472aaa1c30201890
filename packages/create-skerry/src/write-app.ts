import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { CreateError } from './create-error.js';

/** What a folder may hold that counts as empty. */
const harmless = new Set(['.git', '.DS_Store']);

/**
 * Writes the files of an app into a folder that is new or empty. They are written beside it first, and are moved when
 * all are there: a failure leaves nothing behind.
 */
export function writeApp(folder: string, files: ReadonlyMap<string, string>): void {
  checkEmpty(folder);
  const parent = dirname(folder);
  const made = mkdirSync(parent, { recursive: true });
  let staging: string | undefined;
  try {
    staging = mkdtempSync(join(parent, `.${basename(folder)}-`));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(staging, path)), { recursive: true });
      writeFileSync(join(staging, path), text);
    }
    moveInto(folder, staging);
  } catch (error) {
    if (staging) rmSync(staging, { recursive: true, force: true });
    if (made) rmSync(made, { recursive: true, force: true });
    throw error;
  }
}

/** Moves what is in a folder; one that exists stays the same folder, as a shell may be in it. */
function moveInto(folder: string, staging: string): void {
  const isNew = !existsSync(folder);
  mkdirSync(folder, { recursive: true });
  const moved: string[] = [];
  try {
    for (const name of readdirSync(staging)) {
      renameSync(join(staging, name), join(folder, name));
      moved.push(join(folder, name));
    }
  } catch (error) {
    for (const path of isNew ? [folder] : moved) rmSync(path, { recursive: true, force: true });
    throw error;
  }
  rmSync(staging, { recursive: true });
}

function checkEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new CreateError(`${folder} is a file.`, 'Choose another name for the app.');
  const found = readdirSync(folder).filter((name) => !harmless.has(name));
  if (found.length === 0) return;
  const shown = found.slice(0, 3).join(', ') + (found.length > 3 ? ', …' : '');
  throw new CreateError(
    `${folder} is not empty: it has ${shown}.`,
    'Choose another name for the app, or empty the folder first.',
  );
}
