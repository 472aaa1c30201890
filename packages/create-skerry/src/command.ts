import { relative } from 'node:path';

import { appFiles } from './app-files.js';
import { messageOf } from './create-error.js';
import { type OwnManifest, readOwnManifest } from './manifest.js';
import { type Options, readOptions, templates } from './options.js';
import { writeApp } from './write-app.js';

/** The world around the command. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  print(text: string): void;
  printError(text: string): void;
}

/** Runs `create-skerry`; returns its exit code. */
export function runCommand(
  args: readonly string[],
  world: Surroundings,
  own: OwnManifest = readOwnManifest(),
): number {
  try {
    const options = readOptions(args, world.cwd, world.env);
    if (options === 'version') world.print(own.version);
    else if (options === 'help') world.print(help);
    else {
      writeApp(options.folder, appFiles(options, own));
      world.print(nextCommands(options, world));
    }
    return 0;
  } catch (error) {
    world.printError(messageOf(error));
    return 1;
  }
}

function nextCommands({ folder, template }: Options, { cwd, env }: Surroundings): string {
  const program = /^(pnpm|yarn|bun)\//.exec(env.npm_config_user_agent ?? '')?.[1] ?? 'npm';
  const path = relative(cwd, folder);
  return [
    `Made an app in ${path || 'this folder'}: ${templates[template]}.`,
    'Next:',
    '',
    ...(path ? [`  cd ${path.includes(' ') ? JSON.stringify(path) : path}`] : []),
    `  ${program} install && ${program} run dev`,
  ].join('\n');
}

const help = `npm create skerry [folder] -- [flags]

Makes a small app on Skerry in a new or an empty folder (skerry-app, if none is named).

${Object.entries(templates)
  .map(
    ([name, what], index) =>
      `  --template ${name.padEnd(9)} ${what}${index ? '' : ' (the default)'}`,
  )
  .join('\n')}
  --react              a React island on the page
  --tailwind           styles by Tailwind CSS
  --packages <folder>  takes Skerry's packages from tarballs in a folder
  --help, --version

pnpm needs no \`--\` before flags: pnpm create skerry my-app --react`;
