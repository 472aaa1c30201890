import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { buildTestApp, serveBuilt } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';
import { startTestServer } from '../../test/test-server.js';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const compat = ['acme-chart'];

/** A library for React whose parts have paths, and one of CommonJS that it needs. */
const library = {
  'node_modules/acme-chart/package.json': JSON.stringify({
    name: 'acme-chart',
    type: 'module',
    exports: { './parts': './parts.js' },
    dependencies: { 'acme-store': '1' },
    peerDependencies: { react: '19' },
  }),
  'node_modules/acme-chart/parts.js': `
    import { createElement } from 'react';
    import { useName } from 'acme-store';
    export const Chart = () => createElement('i', null, 'chart on ' + useName());`,
  'node_modules/acme-store/package.json': JSON.stringify({
    name: 'acme-store',
    main: 'index.js',
    peerDependencies: { react: '19' },
  }),
  'node_modules/acme-store/index.js': `
    const React = require('react');
    exports.useName = () => React.useState('render' in React ? 'Preact' : 'React')[0];`,
};

/** A component for React that islands of both frameworks import, with a hook in a file of its own. */
const files = {
  ...library,
  'src/hooks/use-name.ts': `
    import * as React from 'react';
    export const useName = () => React.useState('render' in React ? 'Preact' : 'React')[0];`,
  'src/components/index.ts': `export * from './panel.tsx';`,
  'src/components/panel.tsx': `/** @jsxImportSource react */
    import { useState } from 'react';
    import { useName } from '../hooks/use-name.ts';
    export const Panel = () => {
      const [count, setCount] = useState(0);
      return <button className="panel" onClick={() => setCount(count + 1)}>{count} on {useName()}</button>;
    };`,
  'src/islands/left.island.tsx': `/** @jsxImportSource react */
    import { Chart } from 'acme-chart/parts';
    import { Panel } from '../components/index.ts';
    export default () => <p><Panel /><Chart /></p>;`,
  'src/islands/right.react.tsx': `/** @jsxImportSource react */
    import { Panel } from '../components/index.ts';
    export default () => <p><Panel /></p>;`,
  'src/pages/both.tsx': `
    import Left from '../islands/left.island.tsx';
    import Right from '../islands/right.react.tsx';
    export default () => <main><Left client:load /><Right client:load /></main>;`,
};

/** Both islands show the component, each by its own framework. */
async function useBoth(origin: string): Promise<void> {
  const html = (await (await fetch(`${origin}/both`)).text()).replaceAll(/<!--.*?-->/g, '');
  expect(html).toContain('<button class="panel">0 on Preact</button><i>chart on Preact</i>');
  expect(html).toContain('<button class="panel">0 on React</button>');
  const page = await browser.newPage();
  await page.goto(`${origin}/both`);
  const panels = page.locator('.panel');
  await expect
    .poll(async () => {
      for (const panel of await panels.all()) await panel.click();
      return (await panels.allInnerTexts()).join();
    })
    .toMatch(/^[1-9]\d* on Preact,[1-9]\d* on React$/);
  expect(await page.locator('i').innerText()).toBe('chart on Preact');
  await page.close();
}

describe('islands of both frameworks share components of the app', () => {
  test('in development', async () => {
    await using server = await startTestServer(files, { compat });
    await useBoth(server.origin);
  });

  test('when built', async () => {
    await using app = await createTestApp();
    for (const [file, text] of Object.entries(files)) await app.write(file, text);
    await buildTestApp(app, {}, { compat });
    await using deployed = await serveBuilt(app);
    await useBoth(deployed.origin);
  });
});

describe('a component of the app that uses React runs in Preact islands without the option', () => {
  const own = {
    ...files,
    'src/islands/left.island.tsx': `/** @jsxImportSource react */
      import { Panel } from '../components/index.ts';
      import { Tag } from '../components/tag.tsx';
      export default () => <p><Panel /><Tag /></p>;`,
    'src/components/tag.tsx': `
      import React, { useState } from 'react';
      export const Tag = () => <i>chart on {useState('render' in React ? 'Preact' : 'React')[0]}</i>;`,
  };

  test('in development', async () => {
    await using server = await startTestServer(own);
    await useBoth(server.origin);
  });

  test('when built', async () => {
    await using app = await createTestApp();
    for (const [file, text] of Object.entries(own)) await app.write(file, text);
    await buildTestApp(app);
    await using deployed = await serveBuilt(app);
    await useBoth(deployed.origin);
  });
});

test('a React island that imports a package on Preact is refused by name, in development and at build', async () => {
  const wrong = {
    ...files,
    'node_modules/acme-menu/package.json': JSON.stringify({
      name: 'acme-menu',
      dependencies: { 'acme-store': '1' },
    }),
    'node_modules/acme-menu/index.js': 'exports.useName = require("acme-store").useName;',
    'src/islands/menu.react.tsx': `import { useName } from 'acme-menu'; export default () => <p>{useName()}</p>;`,
    'src/islands/right.react.tsx': `import { Chart } from 'acme-chart/parts'; export default () => <Chart />;`,
  };
  const message =
    'src/islands/right.react.tsx is a React island and imports acme-chart, which runs on Preact: `skerry({ compat })` names it, or a package that needs it. ' +
    'Make the island one of Preact, src/islands/right.island.tsx, and name acme-chart in `compat`; or take what brings it there out of `compat`, and make the islands of Preact that use it ones of React. A package is on one side.';
  await using server = await startTestServer(wrong, { compat });
  for (const name of ['client', 'ssr'] as const)
    await expect(
      server.vite.environments[name].transformRequest('/src/islands/right.react.tsx'),
    ).rejects.toThrow(message);
  await expect(
    server.vite.environments.client.transformRequest('/src/islands/menu.react.tsx'),
  ).rejects.toThrow('imports acme-menu, which needs acme-store, which runs on Preact');
  await expect(buildTestApp(server.app, {}, { compat })).rejects.toThrow(message);
});
