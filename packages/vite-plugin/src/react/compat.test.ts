import { renderer } from '@skerry/islands/preact/server';
import { renderer as reactRenderer } from '@skerry/islands/react/server';
import type { Browser } from 'playwright';
import { type Plugin, resolveConfig, type RunnableDevEnvironment } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { buildTestApp, serveBuilt } from '../../test/built-app.js';
import { type ModulePage, openModulePage } from '../../test/module-page.js';
import { createTestApp } from '../../test/test-app.js';
import { startTestServer } from '../../test/test-server.js';
import { JsxOwners } from '../app-files/jsx-owners.js';
import { reactCompat } from './compat.js';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Two libraries for React: one of modules, and one that it depends on, of CommonJS. */
const libraries = {
  'node_modules/acme-chart/package.json': JSON.stringify({
    name: 'acme-chart',
    type: 'module',
    exports: './index.js',
    dependencies: { 'acme-store': '1' },
    peerDependencies: { react: '19' },
  }),
  'node_modules/acme-chart/index.js': `
    import React, { useState } from 'react';
    import { jsxs } from 'react/jsx-runtime';
    import { useStore } from 'acme-store';
    export const react = React;
    export function Chart({ name }) {
      const [count, setCount] = useState(0);
      return jsxs('button', { onClick: () => setCount(count + 1), children: [name, ' ', count, ' ', useStore()] });
    }`,
  'node_modules/acme-store/package.json': JSON.stringify({
    name: 'acme-store',
    main: 'index.js',
    peerDependencies: { react: '19', 'react-dom': '19' },
  }),
  'node_modules/acme-store/index.js': `
    const React = require('react');
    const { flushSync } = require('react-dom');
    exports.useStore = () => typeof flushSync + React.useSyncExternalStore(() => () => {}, () => 1, () => 1);`,
};

const island = `/** @jsxImportSource preact */
  import { Chart } from 'acme-chart';
  import React, { useState } from 'react';
  export default () => {
    const [name] = useState('chart');
    return <Chart name={[name, ' on ', 'render' in React ? 'Preact' : 'React']} />;
  };`;

const main = `
  import { h, render } from 'preact';
  import Shown from './shown.island.tsx';
  render(h(Shown, null), document.querySelector('main'));`;

const files = { ...libraries, 'src/main.tsx': main, 'src/shown.island.tsx': island };

/** The HTML of an island, as the development server makes it. */
async function serverHtml({ vite }: ModulePage, file: string): Promise<string> {
  const { runner } = vite.environments.ssr as RunnableDevEnvironment;
  const { default: component } = await runner.import(file);
  return renderer.render(component, {}, new Map(), '');
}

test('named packages run on Preact with their dependencies, in browsers and on the server', async () => {
  await using served = await openModulePage(browser, files, [
    reactCompat(['acme-chart'], new JsxOwners()),
  ]);
  await served.shows('chart on Preact 0 function1');
  await served.click(2);
  await served.shows('chart on Preact 2 function1');
  expect(await serverHtml(served, '/src/shown.island.tsx')).toBe(
    '<button>chart on Preact 0 function1</button>',
  );
  const urls = await served.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  expect(urls.filter((url) => /deps\/react/.test(url))).toEqual([]);
  expect(served.loads).toBe(1);
});

test('React islands, and packages that are not named, run on React next to them', async () => {
  const badge = `/** @jsxImportSource react */
    import { Label } from 'acme-label';
    import { useState } from 'react';
    export default () => {
      const [name] = useState('label');
      return <Label name={name} />;
    };`;
  const both = `
    import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import Badge from './badge.react.tsx';
    import { h, render } from 'preact';
    import Shown from './shown.island.tsx';
    const [main] = document.getElementsByTagName('main');
    render(h(Shown, null), main.appendChild(document.createElement('span')));
    createRoot(main.appendChild(document.createElement('span'))).render(createElement(Badge));`;
  const label = {
    'node_modules/acme-label/package.json': JSON.stringify({
      name: 'acme-label',
      main: 'index.js',
      peerDependencies: { react: '19' },
    }),
    'node_modules/acme-label/index.js': `
      const React = require('react');
      exports.Label = ({ name }) => {
        const [text] = React.useState('render' in React ? 'Preact' : 'React');
        return React.createElement('b', null, name, ' on ', text);
      };`,
  };
  const all = { ...files, ...label, 'src/badge.react.tsx': badge, 'src/main.tsx': both };
  await using served = await openModulePage(browser, all, [
    reactCompat(['acme-chart'], new JsxOwners()),
  ]);
  await served.shows('chart on Preact 0 function1label on React');
  expect(await serverHtml(served, '/src/shown.island.tsx')).toContain('chart on Preact');
  const { runner } = served.vite.environments.ssr as RunnableDevEnvironment;
  const { default: Badge } = await runner.import('/src/badge.react.tsx');
  expect(reactRenderer.render(Badge, {}, new Map(), '')).toContain('React</b>');
});

test('with `true` all code of the app and the packages that it depends on run on Preact', async () => {
  const all = {
    ...files,
    'package.json': '{ "dependencies": { "acme-chart": "1" } }',
    'src/name.ts': `
      import React, { useState } from 'react';
      export const useName = () => useState('name')[0] + ' on ' + ('render' in React ? 'Preact' : 'React');`,
    'src/shown.island.tsx': `/** @jsxImportSource react */
      import { Chart } from 'acme-chart';
      import { useName } from './name.ts';
      export default () => <Chart name={useName()} />;`,
  };
  await using served = await openModulePage(browser, all, [reactCompat(true, new JsxOwners())]);
  await served.click(2);
  await served.shows('name on Preact 2 function1');
  expect(await serverHtml(served, '/src/shown.island.tsx')).toContain('name on Preact');
});

test('with `true` a React island is refused by name', async () => {
  await using served = await openModulePage(
    browser,
    { ...files, 'src/badge.react.tsx': 'export default () => null;' },
    [reactCompat(true, new JsxOwners())],
  );
  const { client, ssr } = served.vite.environments;
  for (const environment of [client, ssr])
    await expect(environment.transformRequest('/src/badge.react.tsx')).rejects.toThrow(
      /^src\/badge\.react\.tsx is a React island, .* compat: \['recharts'\]/,
    );
});

test('an unknown package is refused', async () => {
  await expect(
    resolveConfig(
      { configFile: false, plugins: [reactCompat(['acme-charts'], new JsxOwners())] },
      'serve',
    ),
  ).rejects.toThrow('names acme-charts, which is not installed. Correct the name');
});

describe('in an app', () => {
  const pages = {
    ...libraries,
    'src/islands/shown.island.tsx': island,
    'src/pages/shown.tsx': `
      import Shown from '../islands/shown.island.tsx';
      import Badge from '../islands/badge.react.tsx';
      export default () => <main><Shown client:load /><Badge client:load text="React" /></main>;`,
  };
  const packages = ['acme-chart'];

  /** Waits until both islands are there, each with its own framework, and clicks them. */
  async function useBoth(origin: string): Promise<void> {
    expect(await (await fetch(`${origin}/shown`)).text()).toContain('chart on Preact');
    const page = await browser.newPage();
    await page.goto(`${origin}/shown`);
    const [chart, badge] = [page.locator('button').first(), page.locator('.badge')];
    await expect
      .poll(async () => {
        await chart.click();
        await badge.click();
        return (await chart.innerText()) + (await badge.getAttribute('aria-pressed'));
      })
      .toMatch(/^chart on Preact [1-9]\d* function1true$/);
    await page.close();
  }

  test('compat works in development', async () => {
    await using server = await startTestServer(pages, { compat: packages });
    await useBoth(server.origin);
  });

  test('compat works when built, with one copy of Preact and no React for it', async () => {
    await using app = await createTestApp();
    for (const [file, text] of Object.entries(pages)) await app.write(file, text);
    const modules: string[] = [];
    const collect: Plugin = {
      name: 'collect',
      applyToEnvironment: ({ name }) => name === 'client',
      generateBundle(_, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && file.fileName.includes('shown'))
            modules.push(...file.moduleIds);
      },
    };
    await buildTestApp(app, { plugins: [reactCompat(packages, new JsxOwners()), collect] });
    await using deployed = await serveBuilt(app);
    await useBoth(deployed.origin);
    expect(modules.filter((id) => id.includes('/node_modules/acme-'))).toHaveLength(2);
    expect(modules.filter((id) => /\/node_modules\/react(?:-dom)?\//.test(id))).toEqual([]);
  });
});
