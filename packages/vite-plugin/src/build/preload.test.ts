import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { preload } from './preload.js';

const sources: Record<string, string> = {
  '\0entry.js': `document.onclick = () => import('\0lazy.js');`,
  '\0lazy.js': `import '\0lazy.css'; document.title = getComputedStyle(document.body).color;`,
  '\0lazy.css': 'body { color: rgb(1, 2, 3) }',
};

test('a module that is loaded later runs with its style sheet', async () => {
  const { output } = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      preload(),
      {
        name: 'sources',
        enforce: 'pre',
        resolveId: (id) => (id in sources ? id : undefined),
        load: (id) => sources[id],
      },
    ],
    build: { write: false, rolldownOptions: { input: '\0entry.js' } },
  })) as Rolldown.RolldownOutput;
  const files = new Map(
    output.map((file) => [
      `/${file.fileName}`,
      file.type === 'chunk' ? file.code : String(file.source),
    ]),
  );
  const entry = output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName;

  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.route('http://app.test/**', (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/')
      return route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><script type="module" src="/${entry}"></script><p>Press`,
      });
    const contentType = path.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ contentType, body: files.get(path) ?? '' });
  });
  await page.goto('http://app.test/');
  await page.click('p');
  await page.waitForFunction(() => document.title !== '');
  expect(await page.title()).toBe('rgb(1, 2, 3)');
  await browser.close();
});
