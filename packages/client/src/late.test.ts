import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { unsafeHtml } from '../../kit/src/template/raw.js';
import { bundleOf } from '../test/bundle-of.js';
import { StreamedPage } from '../test/streamed-page.js';

let browser: Browser;
let code: string;
beforeAll(async () => {
  [browser, code] = await Promise.all([
    openBrowser(),
    bundleOf(new URL('late.ts', import.meta.url)),
  ]);
});
afterAll(() => browser.close());

const serve = () => StreamedPage.open(browser, code);

/** The content of an element without comments. */
const html = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).innerHTML()).replaceAll(/<!--.*?-->/gs, '');

// Comments are what engines make of the marks that do not know them. Chromium knows them.
const place = (name: string, fallback: string) =>
  `<!--?start name="${name}"-->${fallback}<!--?end-->`;
const content = (name: string, markup: string) => `<template for="${name}">${markup}</template>\n`;

describe('late content', () => {
  test.each([
    ['<main id="a">', '<i>wait</i>', '<b>here</b> and <b>there</b>'],
    ['<table><tbody id="a">', '<tr><td>wait</td></tr>', '<tr><td>here</td></tr>'],
    ['<ul id="a">', '<li>wait</li>', '<li>here</li>'],
    ['<select id="a">', '<option>wait</option>', '<option>here</option>'],
  ])(
    'takes the place of its fallback in %s, as soon as all of it is there',
    async (tags, fallback, markup) => {
      const streamed = await serve();
      const { page } = streamed;
      const ends = tags
        .replaceAll(/<(\w+)[^>]*>/g, '</$1>')
        .split(/(?=<)/)
        .toReversed()
        .join('');
      streamed.send(`${tags}${place('x-1', fallback)}${ends}<p>after</p>`);
      await page.waitForSelector('p', { state: 'attached' });
      const whole = content('x-1', markup);
      streamed.send(whole.slice(0, -14));
      await page.waitForSelector('template', { state: 'attached' });
      expect(await page.locator('#a').innerHTML()).toContain('wait');
      streamed.send(whole.slice(-14));
      await page.waitForFunction(() => !document.querySelector('template'));
      expect(await html(page, '#a')).toBe(markup);
      await streamed.end('</body></html>');
    },
  );

  test.each([
    ['in a browser that knows the marks', (name: string) => `<?start name="${name}">wait<?end>`],
    ['elsewhere', (name: string) => place(name, 'wait')],
  ])('is neither taken from raw markup nor put there, %s', async (_, placed) => {
    const streamed = await serve();
    const { page } = streamed;
    const raw = unsafeHtml(`${placed('x-1')}${content('x-1', 'theirs')}`).html();
    streamed.send(`<main>${raw}</main><p>${placed('x-1')}</p>${content('x-1', 'ours')}`);
    await streamed.end('</body></html>');
    await page.waitForFunction(() => document.querySelector('p')!.textContent !== 'wait');
    expect(await page.locator('p').textContent()).toBe('ours');
    expect(await page.locator('main').textContent()).toContain('wait');
  });

  test.each([
    ['its place', '', place('x-1', '<i>wait</i>')],
    ['the end of its place', '<!--?start name="x-1"--><i>wait</i>', '<i>more</i><!--?end-->'],
  ])('may come over a connection before %s is read', async (_, before, behind) => {
    const streamed = await serve();
    const { page } = streamed;
    streamed.send(`<main id="a"><p></p>${before}`);
    await page.waitForSelector('p', { state: 'attached' });
    await page.evaluate(
      (markup) => {
        const template = document.createElement('template');
        template.setHTMLUnsafe(markup);
        document.querySelector('p')!.append(template.content);
        dispatchEvent(new Event('live:skerry:late'));
      },
      `<div>${content('x-1', 'here').trimEnd()}</div>`,
    );
    await streamed.end(`${behind}</main></body></html>`);
    await page.waitForFunction(() => !document.querySelector('template'));
    expect(await page.locator('#a').innerText()).toBe('here');
  });

  test('of a drawing keeps what is behind HTML in it', async () => {
    const streamed = await serve();
    const { page } = streamed;
    const drawing = '<svg><circle></circle><p>html</p><text>text</text></svg>';
    await streamed.end(
      `<svg id="a">${place('x-1', '')}</svg>` +
        `<div hidden><template for="x-1" hidden>${drawing}</template>\n</div>`,
    );
    await page.waitForFunction(() => !document.querySelector('template'));
    const names = () =>
      page.locator('#a').evaluate((svg) => [...svg.children].map(({ tagName }) => tagName));
    expect(await names()).toEqual(['circle', 'P', 'TEXT']);
  });

  test('may contain further places', async () => {
    const streamed = await serve();
    const { page } = streamed;
    await streamed.end(
      `<main>${place('x-1', 'wait')}</main>` +
        content('x-1', `<p>${place('x-2', 'wait')}</p>`) +
        content('x-2', '<b>here</b>'),
    );
    await page.waitForSelector('b');
    expect(await html(page, 'main')).toBe('<p><b>here</b></p>');
  });

  test('whose place has lost its end is put before what was in it', async () => {
    const streamed = await serve();
    const { page } = streamed;
    await streamed.end(
      `<main><!--?start name="x-1"--><i>wait</i><b>kept</b></main>${content('x-1', 'here')}`,
    );
    await page.waitForFunction(() => !document.querySelector('template'));
    expect(await html(page, 'main')).toBe('here<i>wait</i><b>kept</b>');
  });

  test('whose place has gone changes nothing', async () => {
    const streamed = await serve();
    const { page } = streamed;
    streamed.send(
      `<main>${place('x-1', '<i>wait</i>')}</main><section>${place('x-2', 'wait')}</section>`,
    );
    await page.locator('i').evaluate((node) => node.parentElement!.remove());
    await streamed.end(content('x-1', 'here') + content('x-2', 'there'));
    await page.waitForFunction(() => document.querySelector('section')?.textContent === 'there');
    expect(await page.locator('main').count()).toBe(0);
  });

  test('comes into places whose marks are processing instructions, in a hidden page too', async () => {
    const streamed = await serve();
    const { page } = streamed;
    streamed.send(`<main></main><p>after</p>`);
    await page.waitForSelector('p');
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      window.requestAnimationFrame = () => 0;
      const mark = (target: string, data: string) =>
        document.createProcessingInstruction(target, data);
      document
        .querySelector('main')!
        .append(mark('start', 'name="x-1"'), 'wait', mark('end', ''), 'kept');
      // A parser that knows the marks would fill the place itself.
      document.body.insertAdjacentHTML('beforeend', '<template for="x-1">here</template>');
      document.body.append('\n');
    });
    await page.waitForFunction(() => !document.querySelector('template'));
    expect(await html(page, 'main')).toBe('herekept');
    await streamed.end('');
  });

  test('that comes after the document is taken from the host of its channel, and may replace that host', async () => {
    const streamed = await serve();
    const { page } = streamed;
    await streamed.end(
      `<table><tbody>${place('x-1', '<tr><td>wait</td></tr>')}</tbody></table>` +
        place('x-0', '<skerry-live></skerry-live>'),
    );
    await page.waitForLoadState();
    const host = page.locator('skerry-live');
    const send = (markup: string) =>
      host.evaluate((node, html_) => {
        node.insertAdjacentHTML('beforeend', html_);
        node.dispatchEvent(new CustomEvent('live:skerry:late', { bubbles: true }));
      }, markup);
    await send(content('x-1', `<tr><td>${place('x-2', 'wait')}</td></tr>`));
    expect(await html(page, 'tbody')).toBe('<tr><td>wait</td></tr>');
    await send(content('x-2', 'here') + content('x-0', ''));
    expect(await html(page, 'tbody')).toBe('<tr><td>here</td></tr>');
    expect(await host.count()).toBe(0);
  });
});
