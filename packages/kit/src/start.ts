import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import { expand } from 'dotenv-expand';

/**
 * Prepares the process of a built app, before any module of it runs: the variables of the `.env` files in the working folder, the
 * production versions of packages, and stack traces that name the files of the app's author.
 */
export function prepareProcess(mode: string): void {
  const { env } = process;
  loadEnvFiles(process.cwd(), mode);
  env.NODE_ENV ||= 'production';
  process.setSourceMapsEnabled(true);
}

/** Values that came from files, by name: a later read may replace these, and nothing else. */
const fromFiles = new Map<string, string>();

/**
 * Puts the variables of `.env`, `.env.local`, `.env.<mode>` and `.env.<mode>.local` into `process.env`, the later files over the
 * earlier ones. The environment itself wins over all files. What an earlier call has put there is taken away first.
 */
export function loadEnvFiles(folder: string, mode: string): void {
  for (const [name, value] of fromFiles) if (process.env[name] === value) delete process.env[name];
  fromFiles.clear();
  const files = ['.env', '.env.local', `.env.${mode}`, `.env.${mode}.local`];
  const parsed = Object.assign({}, ...files.map((file) => readEnvFile(join(folder, file))));
  // A copy, which the package may write over. It knows only of values that come earlier, unless they are there.
  expand({ parsed, processEnv: { ...parsed, ...process.env } });
  for (const [name, value] of Object.entries<string>(parsed)) {
    if (process.env[name] !== undefined) continue;
    process.env[name] = value;
    fromFiles.set(name, value);
  }
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR')
      console.warn(`The variables of ${file} are missing, since it cannot be read: ${message}.`);
    return {};
  }
}
