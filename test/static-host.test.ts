import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { launchBrowser } from './browser.js';
import { live, watchPage } from './islands-app.js';
import { type RunningProxy, startProxy } from './proxies.js';

let app: RunningApp;
let proxy: RunningProxy;
beforeAll(async () => {
  app = await startBuilt('playground');
  proxy = await startProxy('nginx', app.port, `${process.cwd()}/playground/dist/client`);
});
afterAll(async () => {
  await proxy.stop();
  await app.stop();
});

test.each([
  ['puts late content in its place itself'],
  ['reads marks as processing instructions', 'DocumentPatching'],
  ['reads marks as comments', 'HTMLProcessingInstruction'],
])(
  'the holes of a page from a host of files are filled in a browser that %s',
  async (_, ...disabled) => {
    const browser = await launchBrowser(...disabled);
    const { page, complaints } = await watchPage(browser);
    let loads = 0;
    page.on('load', () => loads++);
    await page.goto(`http://127.0.0.1:${proxy.port}/stream/static`);
    await page.getByText('Your browser asks for').waitFor();
    await live(page);
    const counter = page.getByRole('group', { name: 'Counter in a hole' });
    await counter.getByRole('button', { name: 'Add one' }).click();
    await expect.poll(() => counter.locator('output').innerText()).toBe('4');
    await page.locator('.clock > .hand').nth(1).waitFor({ state: 'attached' });
    expect(await page.locator('template').count()).toBe(0);
    expect(complaints).toEqual([]);
    // Neither the holes nor the connection began a session that the other does not know.
    expect(loads).toBe(1);
    await browser.close();
  },
);
