import { existsSync, readdirSync } from 'node:fs';
import { strategies as builtIn } from '@skerry/islands/directives';

import { FileError } from './exports.js';
import type { Check } from './strays.js';

/** The names of the strategies of the app to which a file belongs. */
export function strategiesBeside(file: string): string[] {
  const folder = `${file.slice(0, file.lastIndexOf('/src/'))}/src/strategies`;
  return existsSync(folder) ? readdirSync(folder).flatMap((name) => nameOf(name) ?? []) : [];
}

/**
 * Finds the strategies among the files of an app, by their names.
 *
 * @param files paths under `src`
 * @throws FileError
 */
export function findStrategies(
  files: readonly string[],
  source: string,
  isRight: Check,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    const inner = /^strategies\/([^/]+)$/.exec(file)?.[1];
    if (inner === undefined || !isScript(inner)) continue;
    isRight(file, () => found.set(checkedName(inner), `${source}/${file}`));
  }
  return found;
}

/** Tells whether a file, by its path under `src`, is a strategy. */
export const isStrategy = (file: string): boolean =>
  /^strategies\/[^/]+$/.test(file) && isScript(file);

const isScript = (file: string): boolean =>
  /\.[cm]?[jt]sx?$/.test(file) && !/\.(?:test|spec|d)\.\w+$/.test(file);

const nameOf = (file: string): string | undefined => /^([a-z][\w-]*)\.ts$/i.exec(file)?.[1];

function checkedName(file: string): string {
  const name = nameOf(file);
  if (name === undefined)
    throw new FileError(
      `src/strategies/${file} is not a strategy.`,
      `Rename it to ${file.replace(/\.\w+$/, '').replaceAll(/[^\w-]/g, '-')}.ts, or move it out of src/strategies if it is a helper.`,
    );
  if (name === 'priority' || builtIn.some((other) => other === name))
    throw new FileError(
      `src/strategies/${file} has a name that is taken: every app has client:${name}.`,
      'Give it another one.',
    );
  return name;
}
