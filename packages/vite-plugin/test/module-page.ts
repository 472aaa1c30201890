import type { Browser, Page } from 'playwright';
import { createServer, type PluginOption, type ViteDevServer } from 'vite';
import { expect } from 'vitest';

import { createTestApp, type TestApp } from './test-app.js';

/** A page of modules on a development server, without an app: `src/main.tsx` fills its `<main>`. */
export interface ModulePage extends AsyncDisposable {
  app: TestApp;
  vite: ViteDevServer;
  page: Page;
  /** The number of its loads. */
  readonly loads: number;
  /** Waits until `<main>` shows a text. */
  shows(text: string): Promise<void>;
  click(times?: number): Promise<void>;
}

/** Writes files, serves them with plugins, and opens the page; waits until there is a button. */
export async function openModulePage(
  browser: Browser,
  files: Record<string, string>,
  plugins: PluginOption,
): Promise<ModulePage> {
  const app = await createTestApp();
  const html = '<main></main><script type="module" src="/src/main.tsx"></script>';
  await Promise.all(
    Object.entries({ 'index.html': html, ...files }).map(([file, text]) => app.write(file, text)),
  );
  const vite = await createServer({
    root: app.root,
    configFile: false,
    // A cold one.
    cacheDir: `${app.root}/node_modules/.vite`,
    plugins: [plugins],
    server: { port: 0, host: '127.0.0.1' },
    logLevel: 'silent',
  });
  await vite.listen();
  const page = await browser.newPage();
  let loads = 0;
  page.on('load', () => void loads++);
  await page.goto(vite.resolvedUrls?.local[0] as string);
  await page.locator('button').first().waitFor();
  return {
    app,
    vite,
    page,
    get loads() {
      return loads;
    },
    shows: (text) => expect.poll(() => page.locator('main').innerText()).toBe(text),
    click: (times = 1) => page.locator('button').first().click({ clickCount: times }),
    async [Symbol.asyncDispose]() {
      await page.close();
      await vite.close();
      await app[Symbol.asyncDispose]();
    },
  };
}
