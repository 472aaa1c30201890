import { spawnSync } from 'node:child_process';

/** A program that tests run. */
export interface TestProgram {
  name: string;
  /** Returns its path, if it is installed. */
  find(): unknown;
  /** Ways to install it, in the order in which they are tried. */
  ways: Way[];
  /** Returns the path of one that works too, if it is installed. */
  findOther?(): unknown;
  /** The words of an error behind "No <name> to test with:". */
  advice: string;
}

export type Way = [words: string, command: string, ...args: string[]];

/** The way for root on Debian. */
export const debian = (...packages: string[]): Way => [
  'with apt-get',
  'sh',
  '-c',
  `apt-get update -qq && apt-get install -y -qq ${packages.join(' ')}`,
];

/** Makes sure that a program is there, or ends the run. */
export function ensureProgram({ name, find, ways, findOther, advice }: TestProgram): void {
  for (const [words, command, ...args] of ways) {
    if (find()) return;
    if (command === 'sh' && (process.platform !== 'linux' || process.getuid?.() !== 0)) continue;
    console.log(`No ${name} found; fetching one ${words}.`);
    spawnSync(command, args, { stdio: 'ignore', timeout: 600_000 });
  }
  if (find() || findOther?.()) return;
  console.error(`No ${name} to test with: ${advice}, and run the tests again.`);
  process.exit(1);
}
