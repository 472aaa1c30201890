import { expect, test } from 'vitest';
import { launchBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';
test('x', async () => {
  const browser = await launchBrowser();
  const opened = await IslandPage.open(browser, await island('fold.island', { slots: { children: `<input id="note">${await island('counter.island', {at: 'inner'})}` } }));
  await opened.hydrated(2);
  console.log(await opened.page.content());
  console.log(await opened.page.evaluate(() => [...document.querySelectorAll('skerry-island')].map((h: any) => [h.getAttribute('name'), typeof h.slotted, Object.keys(h), h.hydrated])), opened.requests, opened.complaints);
  await browser.close();
});
