import { debian, ensureProgram } from './fetch-program.js';
import { findProgram } from './find-browser.js';

/** Debian keeps servers where only root's shells look. */
export const findProxy = (name: string): string | undefined =>
  findProgram([name]) ?? findProgram([name], '/usr/sbin');

/** Runs once before the tests of the guide on deployment. */
export default function ensureProxies(): void {
  for (const [name, ...packages] of [
    ['nginx', 'nginx-light'],
    ['caddy', 'caddy'],
  ] as const)
    ensureProgram({
      name,
      find: () => findProxy(name),
      ways: [debian(...packages)],
      advice: `install it (Debian's package is ${packages[0]})`,
    });
}
