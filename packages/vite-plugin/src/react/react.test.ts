import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser } from 'playwright';
import { createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { openModulePage } from '../../test/module-page.js';
import { createTestApp } from '../../test/test-app.js';
import { reactEntry, reactIslands } from './react.js';
import { fastRefresh } from '../refresh/index.js';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test.each([
  ['/app/src/islands/badge.react.tsx', true],
  ['/app/node_modules/@skerry/islands/dist/react/client.js', true],
  ['/app/node_modules/@skerry/islands/dist/react/client.js?v=1a2b3c4d', true],
  ['/app/node_modules/@skerry/islands/dist/preact/client.js?v=1a2b3c4d', false],
])('the page is prepared for Fast Refresh before React comes with %s: %s', (id, isEntry) => {
  expect(reactEntry.test(id)).toBe(isEntry);
});

const main = `
  import { h, render } from 'preact';
  import Counter from './counter.island.tsx';
  import Badge from './badge.react.tsx';
  import { createElement } from 'react';
  import { createRoot } from 'react-dom/client';
  const [main] = document.getElementsByTagName('main');
  const part = () => main.appendChild(document.createElement('span'));
  render(h(Counter, null), part());
  createRoot(part()).render(createElement(Badge));`;

const counter = `/** @jsxImportSource preact */
  import { useState } from 'preact/hooks';
  export default () => {
    const [count, setCount] = useState(0);
    return <button onClick={() => setCount(count + 1)}>Preact {count}</button>;
  };`;

const badge = `/** @jsxImportSource react */
  import { useState } from 'react';
  import { Label } from './label.tsx';
  export default () => {
    const [count, setCount] = useState(0);
    return <> <button onClick={() => setCount(count + 1)}>React {count}</button><Label /></>;
  };`;

const label = `/** @jsxImportSource react */
  import { useState } from 'react';
  export const sign = '.';
  export function Label() {
    const [count, setCount] = useState(0);
    return <> <button onClick={() => setCount(count + 1)}>Label {count}{sign}</button></>;
  }`;

const files = {
  'src/main.tsx': main,
  'src/counter.island.tsx': counter,
  'src/badge.react.tsx': badge,
  'src/label.tsx': label,
};

test('islands of both frameworks on one page keep their state through edits, and so do components that they import', async () => {
  await using served = await openModulePage(browser, files, [fastRefresh(), reactIslands()]);
  const { app, page, shows } = served;
  await shows('Preact 0 React 0 Label 0.');
  for (const button of await page.locator('button').all()) await button.click({ clickCount: 2 });
  await shows('Preact 2 React 2 Label 2.');
  await app.edit('src/badge.react.tsx', 'React', 'R');
  await shows('Preact 2 R 2 Label 2.');
  await app.edit('src/counter.island.tsx', 'Preact {', 'P {');
  await shows('P 2 R 2 Label 2.');
  await app.edit('src/label.tsx', 'Label {', 'L {');
  await shows('P 2 R 2 L 2.');
  await app.edit('src/badge.react.tsx', 'useState(0)', 'useState(7)');
  // React also restarts the content of such a component.
  await shows('P 2 R 7 L 0.');
  expect(served.loads).toBe(1);
});

test('an app without React islands loads nothing of React, until there is one', async () => {
  await using app = await createTestApp();
  await app.remove('src/islands/badge.react.tsx');
  const server = await createServer({
    root: app.root,
    configFile: false,
    logLevel: 'silent',
    plugins: [reactIslands()],
    server: { middlewareMode: true, ws: false },
  });
  const hasReact = () => server.config.plugins.some(({ name }) => name.startsWith('vite:react'));
  expect(hasReact()).toBe(false);
  await app.write('src/badge.react.tsx', badge);
  // The watcher may have found the file during its first scan, and report nothing.
  server.watcher.emit('add', `${app.root}/src/badge.react.tsx`);
  await expect.poll(hasReact).toBe(true);
  await server.close();
});

describe('a React island without its packages is refused with the command that installs them', () => {
  const withoutPlugin = () =>
    Promise.reject(
      Object.assign(new Error("Cannot find package '@vitejs/plugin-react'"), {
        code: 'ERR_MODULE_NOT_FOUND',
      }),
    );
  const withModules = join(import.meta.dirname, '../../dist/apps');

  test.each([
    ['the plugin', withModules, withoutPlugin, '@vitejs/plugin-react'],
    ['React', tmpdir(), undefined, 'react and react-dom'],
    ['both', tmpdir(), withoutPlugin, '@vitejs/plugin-react, react, and react-dom'],
  ])('%s', async (_, folder, load, names) => {
    await mkdir(folder, { recursive: true });
    const root = await mkdtemp(join(folder, 'app-'));
    await mkdir(`${root}/src`);
    await writeFile(`${root}/src/badge.react.tsx`, badge);
    const server = await createServer({
      root,
      configFile: false,
      logLevel: 'silent',
      plugins: [reactIslands(load)],
      server: { middlewareMode: true, ws: false },
    });
    for (const environment of Object.values(server.environments))
      await expect(environment.transformRequest('/src/badge.react.tsx')).rejects.toThrow(
        `src/badge.react.tsx is a React island, which needs ${names} installed. ` +
          `Run \`npm install ${names.replaceAll(/,? and |, /g, ' ')}\``,
      );
    await server.close();
    await rm(root, { recursive: true });
  });
});
