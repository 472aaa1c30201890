import { debian, ensureProgram } from './fetch-program.js';
import { findProgram } from './find-browser.js';

/** The path of Redis' server, if it is installed. */
export const findRedis = (): string | undefined => findProgram(['redis-server']);

/** Runs once before the tests of stores that several processes share. */
export default function ensureRedis(): void {
  ensureProgram({
    name: 'redis-server',
    find: findRedis,
    ways: [debian('redis-server')],
    advice: "install it (Debian's package is redis-server)",
  });
}
