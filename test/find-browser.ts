import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium, type LaunchOptions } from 'playwright';

import { patience } from './patience.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** How tests start a Chromium; `fetch-browser.ts` has made sure that there is one. */
export const launchOptions = (): LaunchOptions => ({
  ...(findShell() ?? { executablePath: findBrowser() ?? '' }),
  args: ['--no-sandbox'],
  timeout: patience,
});

/** Chromium's headless shell, which opens a page in a third of the time: that of Debian, or Playwright's. */
export function findShell(): LaunchOptions | undefined {
  const executablePath = process.env.CHROME_PATH || findProgram(['chromium-headless-shell']);
  if (executablePath) return { executablePath };
  // Playwright launches its own shell where it gets no path. It was installed with its Chromium.
  return existsSync(chromium.executablePath()) ? {} : undefined;
}

/** The Chromium of `CHROME_PATH`, one on `PATH`, or Playwright's own; `undefined` if there is none. */
export function findBrowser(): string | undefined {
  const own = chromium.executablePath();
  return process.env.CHROME_PATH || findProgram(names) || (existsSync(own) ? own : undefined);
}

/** The first program on `PATH` that has one of these names. */
export function findProgram(programs: string[], path = process.env.PATH ?? ''): string | undefined {
  for (const folder of path.split(delimiter))
    for (const name of programs) if (isExecutable(join(folder, name))) return join(folder, name);
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
