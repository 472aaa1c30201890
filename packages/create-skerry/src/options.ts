import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { CreateError } from './create-error.js';

/** The templates, the default first. */
export const templates = {
  live: 'a page with a live view that counts',
  minimal: 'one page',
  islands: 'a live view with a Preact island in it',
} as const;
export type Template = keyof typeof templates;

/** What to make, and where. */
export interface Options {
  /** The path of the app's folder. */
  readonly folder: string;
  /** The name of the app, which is that of its folder. */
  readonly name: string;
  readonly template: Template;
  readonly react: boolean;
  readonly tailwind: boolean;
  /** The path of a folder with tarballs of Skerry's packages. */
  readonly packages?: string;
}

const flags = {
  template: { type: 'string' },
  react: { type: 'boolean' },
  tailwind: { type: 'boolean' },
  packages: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;
type Flag = keyof typeof flags;

const flagNames = Object.keys(flags) as Flag[];
const defaultFolder = 'skerry-app';

/**
 * Reads the arguments of the command.
 *
 * @param env npm keeps flags in front of `--` for itself, and passes them on as variables
 * @returns `help` or `version` where these are asked for
 * @throws {CreateError} for what it cannot understand
 */
export function readOptions(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Options | 'help' | 'version' {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: flags,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<Flag, string | undefined>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    given.set(checkFlag(token.rawName, token.name, token.value), token.value);
  }
  if (given.has('help')) return 'help';
  if (given.has('version')) return 'version';
  checkSwallowed(env, given);
  const [path = defaultFolder, second] = positionals;
  if (second !== undefined)
    throw new CreateError(
      `There are two folders: ${path} and ${second}.`,
      'Name one. The value of a flag comes after the flag: --template islands.',
    );
  const folder = resolve(cwd, path);
  const packages = given.get('packages');
  return {
    folder,
    name: checkName(basename(folder)),
    template: checkTemplate(given.get('template') ?? 'live'),
    react: given.has('react'),
    tailwind: given.has('tailwind'),
    ...(packages !== undefined && { packages: resolve(cwd, packages) }),
  };
}

function checkFlag(raw: string, name: string, value: string | undefined): Flag {
  if (!Object.hasOwn(flags, name))
    throw new CreateError(
      `${raw} is no flag of create-skerry.`,
      `Use one of ${flagNames.map((flag) => `--${flag}`).join(', ')}.`,
    );
  const flag = name as Flag;
  const wantsValue = flags[flag].type === 'string';
  // Node takes a flag behind it for its value.
  if (wantsValue && (!value || value.startsWith('-')))
    throw new CreateError(
      `${raw} has no value.`,
      `Write it after the flag: ${raw} ${example(flag)}.`,
    );
  if (!wantsValue && value !== undefined)
    throw new CreateError(`${raw} takes no value.`, `Write ${raw} alone, or leave it out.`);
  return flag;
}

const example = (flag: Flag): string => (flag === 'template' ? 'islands' : '../packages');

/** Refuses flags that npm took for its own: the app would silently lack what they ask for. */
function checkSwallowed(env: NodeJS.ProcessEnv, given: ReadonlyMap<Flag, unknown>): void {
  const names: Flag[] = ['template', 'react', 'tailwind', 'packages'];
  const name = names.find((each) => env[`npm_config_${each}`] && !given.has(each));
  if (name)
    throw new CreateError(
      `npm took --${name} for a flag of its own.`,
      `Write it after \`--\`: npm create skerry my-app -- --${name}${flags[name].type === 'string' ? ` ${example(name)}` : ''}`,
    );
}

function checkTemplate(name: string): Template {
  if (Object.hasOwn(templates, name)) return name as Template;
  throw new CreateError(
    `There is no template ${name}.`,
    `Use one of ${Object.keys(templates).join(', ')}.`,
  );
}

/** The longest name that npm allows. */
const longestName = 214;

function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]*$/.test(name) && name.length <= longestName && name !== 'node_modules')
    return name;
  throw new CreateError(
    `${JSON.stringify(name)} cannot be the name of an app, as it cannot be that of a package.`,
    'Use lower-case letters, digits, "-", "." and "_", with a letter or a digit in front, and at most 214 of them: my-app.',
  );
}
