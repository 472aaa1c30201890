import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { counters } from './app/src/counters.js';
import { buildAstroChunks } from './astro/chunks.js';
import { AstroPages, type Use } from './astro/page.js';
import { fetchAstro } from './astro/packages.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A site of the compared pages, served by its own process. */
export class Site {
  private constructor(
    /** The URL of its pages. */
    readonly base: string,
    readonly stop: () => void,
  ) {}

  /** The fixture app, built and served as it would be deployed. */
  static async skerry(): Promise<Site> {
    const app = at('../src/app');
    const vite = at('../node_modules/vite/bin/vite.js');
    execFileSync(process.execPath, [vite, 'build', app, '--logLevel', 'warn'], {
      stdio: 'inherit',
    });
    const { origin, stop } = await start(join(app, 'dist/server/index.js'));
    return new Site(`${origin}/`, () => {
      stop();
      rmSync(join(app, 'dist'), { recursive: true, force: true });
    });
  }

  /**
   * The same pages by Astro's runtime, sent by the same server.
   *
   * @throws Error if Astro's packages cannot be fetched
   */
  static async astro(): Promise<Site> {
    const packages = fetchAstro();
    const files = at('./astro');
    const chunks = await buildAstroChunks(packages, files);
    const pages = await AstroPages.with(packages, chunks);
    const folder = at('./astro-pages');
    mkdirSync(folder, { recursive: true });
    for (const [name, parts] of Object.entries(astroPages))
      writeFileSync(join(folder, `${name}.html`), pages.write(name, parts));
    const { origin, stop } = await start(at('./astro-server.js'), files, folder);
    return new Site(`${origin}/api/`, stop);
  }
}

async function start(
  script: string,
  ...options: readonly string[]
): Promise<{ origin: string; stop: () => void }> {
  const server = spawn(process.execPath, [script, ...options], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SKERRY_SECRET: 'x'.repeat(32) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { origin: await originOf(server), stop: () => void server.kill() };
}

async function originOf(server: ChildProcess): Promise<string> {
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  const origin = /http:\S+/.exec(line ?? '')?.[0];
  if (!origin) throw new Error('A server of the benchmark ended before it listened.');
  return origin;
}

const uses = (from: number, count: number, use: Omit<Use, 'props'>): Use[] =>
  counters(from, count).map((props) => ({ ...use, props }));

/** The same pages as in the fixture app; a media query that never matches replaces an interaction that never comes. */
export const astroPages: Record<string, readonly (Use | string)[]> = {
  one: uses(0, 1, { directive: 'load' }),
  load: uses(0, 50, { directive: 'load' }),
  mixed: [
    ...uses(0, 10, { directive: 'load' }),
    ...uses(10, 10, { directive: 'idle' }),
    ...uses(20, 5, { directive: 'visible' }),
    '<div style="height: 300vh"></div>',
    ...uses(25, 5, { directive: 'visible' }),
    ...uses(30, 10, { directive: 'media', value: '(max-width: 10px)' }),
    ...uses(40, 10, {}),
  ],
};
