import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { bundleOf } from '../packages/client/test/streamed-page.js';
import { jsx, jsxs } from '../packages/kit/src/jsx/jsx-runtime.js';
import { component } from '../packages/kit/src/template/component.js';
import { Suspense } from '../packages/kit/src/template/suspense.js';
import { startApp } from '../packages/kit/test/app.js';
import { deferred } from '../packages/kit/test/deferred.js';
import { openBrowser } from './browser.js';

/** A part that comes late, and what is shown until then. */
const late = (fallback: unknown, children: unknown): unknown =>
  component(Suspense, { fallback, children });

/** A page whose late parts are in every kind of place, and hold what could be taken for markup of the carrier. */
async function recorded(): Promise<string> {
  const parts = Array.from({ length: 5 }, () => deferred<unknown>());
  const [table, list, options, outer, inner] = parts.map(({ promise }) => promise);
  const row = (text: string) => jsx('tr', { children: jsx('td', { children: text }) });
  const page = () =>
    jsxs('main', {
      children: [
        jsx('table', { children: jsx('tbody', { children: late(row('wait'), table) }) }),
        jsx('ul', { children: late(jsx('li', { children: 'wait' }), list) }),
        jsx('select', { children: late(jsx('option', { children: 'wait' }), options) }),
        jsx('section', { children: late('wait', outer) }),
        jsx('p', { children: '</body> <!-- <?end> <template for="x">' }),
      ],
    });
  const { ask } = startApp({ 'index.tsx': { default: page } });
  const response = await ask('/', { headers: { 'sec-ch-ua': '"Chromium";v="156"' } });
  const text = response.text();
  // Each is sent on its own, and the last one is within the one before it.
  const contents: unknown[] = [
    [row('</table>'), row('2')],
    jsx('li', { title: '"><?end>', children: '<?start name="x">' }),
    jsx('option', { children: '</select>' }),
    jsxs('div', { children: ['</body><!--', late(jsx('i', { children: 'wait' }), inner)] }),
    jsx('b', { children: 'é — 🚢 </template>' }),
  ];
  for (const [i, content] of contents.entries()) {
    parts[i]!.resolve(content);
    await new Promise(setImmediate);
  }
  return text;
}

/** The bytes of the carrier in a document: its marks, the tags of late content, and one byte on each side. */
function carrierOffsets(html: string): number[] {
  const found = html.matchAll(
    /<\?(?:start|end)[^>]*>|<!--\?(?:start|end).*?-->|<\/?template[^>]*>\n?/g,
  );
  const offsets = [...found].flatMap(({ 0: text, index }) =>
    Array.from({ length: text.length + 1 }, (_, i) => Buffer.byteLength(html.slice(0, index + i))),
  );
  return [...new Set(offsets)];
}

let browser: Browser;
let page: Page;
let server: Server;
let native: Buffer;
let forced: Buffer;
/** The rest of the documents that are held back. */
const held: (() => void)[] = [];

beforeAll(async () => {
  let script: string;
  let html: string;
  [browser, script, html] = await Promise.all([
    openBrowser(),
    bundleOf(new URL('../packages/client/src/late.ts', import.meta.url)),
    recorded(),
  ]);
  native = Buffer.from(html);
  // What a browser makes of the marks that does not know them.
  forced = Buffer.from(
    html
      .replaceAll(/<(\?(?:start name="[\w-]+"|end))>/g, '<!--$1-->')
      .replace('</head>', '<script type="module" async src="/late.js"></script></head>'),
  );
  server = createServer(({ url }, response) => {
    const [, path, offset, hold] = (url as string).split('/');
    if (path === 'late.js')
      return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    if (path !== 'native' && path !== 'forced') return void response.end('<!doctype html>');
    send(response, path === 'native' ? native : forced, Number(offset), hold === 'held');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

/** Sends a document in two writes. */
function send(response: ServerResponse, document: Buffer, offset: number, isHeld: boolean): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.write(document.subarray(0, offset));
  const finish = () => response.end(document.subarray(offset));
  if (isHeld) held.push(finish);
  else setImmediate(finish);
}

/** Opens documents side by side. */
const openFrames = (sources: readonly string[]): Promise<void> =>
  page.evaluate((urls) => {
    document.body.replaceChildren(
      ...urls.map((src) => Object.assign(document.createElement('iframe'), { src })),
    );
  }, sources);

/** What documents show once they are loaded, without marks. */
const shown = async (): Promise<string[]> => {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('iframe')].every(
      ({ contentDocument: inside, src }) =>
        inside?.URL === src &&
        inside.readyState === 'complete' &&
        !inside.querySelector('body>template'),
    ),
  );
  return page.evaluate(() =>
    [...document.querySelectorAll('iframe')].map(({ contentDocument: inside }) => {
      const { body } = inside!;
      const all = inside!.createTreeWalker(
        body,
        NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION,
      );
      const marks: ChildNode[] = [];
      while (all.nextNode()) marks.push(all.currentNode as ChildNode);
      for (const mark of marks) mark.remove();
      return body.innerHTML.trim();
    }),
  );
};

const expected =
  '<main><table><tbody><tr><td>&lt;/table&gt;</td></tr><tr><td>2</td></tr></tbody></table>' +
  '<ul><li title="&quot;&gt;&lt;?end&gt;">&lt;?start name="x"&gt;</li></ul>' +
  '<select><option>&lt;/select&gt;</option></select>' +
  '<section><div>&lt;/body&gt;&lt;!--<b>é — 🚢 &lt;/template&gt;</b></div></section>' +
  '<p>&lt;/body&gt; &lt;!-- &lt;?end&gt; &lt;template for="x"&gt;</p></main>';

describe.each(['native', 'forced'])(
  'late content that the browser (%s) puts in its place',
  (way) => {
    const offsets = () => carrierOffsets(String(way === 'native' ? native : forced));

    test('arrives whole, wherever the document is cut', async () => {
      for (let from = 0; from < offsets().length; from += 50) {
        const some = offsets().slice(from, from + 50);
        await openFrames(some.map((offset) => `/${way}/${offset}`));
        const all = await shown();
        for (const [i, html] of all.entries()) expect(html, `cut at ${some[i]}`).toBe(expected);
      }
    });

    test('arrives whole after a pause in the middle of its marks', async () => {
      const all = offsets();
      // A browser opens six connections to a server.
      for (const from of [0, 1]) {
        const chosen = Array.from(
          { length: 6 },
          (_, i) => all[Math.floor(((2 * i + from) * all.length) / 12)]!,
        );
        await openFrames(chosen.map((offset) => `/${way}/${offset}/held`));
        // Everything before the pause has been read.
        await page.waitForFunction(() =>
          [...document.querySelectorAll('iframe')].every(
            ({ contentDocument: inside }) =>
              inside?.querySelector('main') && inside.readyState === 'loading',
          ),
        );
        for (const finish of held.splice(0)) finish();
        expect(await shown()).toEqual(chosen.map(() => expected));
      }
    });
  },
);
