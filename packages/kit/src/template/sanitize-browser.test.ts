import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { unsafeHtml } from './raw.js';
import { sanitize } from './sanitize.js';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
});
afterAll(() => browser.close());

/** Markup that calls `hit` in any browser. */
const running = [
  '<script>hit()</script>',
  '<img src=x onerror=hit()>',
  '<img/src/onerror=hit()>',
  '<IMG SRC=x OnErRoR=hit()>',
  '<svg onload=hit()></svg>',
  '<svg><script>hit()</script></svg>',
  '<svg><script>h&#105;t()</script></svg>',
  '<svg><animate onbegin=hit() attributeName=x dur=1s /></svg>',
  '<svg><foreignObject><img src=x onerror=hit()></foreignObject></svg>',
  '<svg><style><img src=x onerror=hit()></style></svg>',
  '<math><style><img src=x onerror=hit()></style></math>',
  '<math><annotation-xml encoding="text/html"><img src=x onerror=hit()></annotation-xml></math>',
  '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
  '<iframe src="javascript:parent.hit()"></iframe>',
  '<details open ontoggle=hit()>x</details>',
  '<video><source onerror=hit()></video>',
  '<audio src=x onerror=hit()></audio>',
  '<input autofocus onfocus=hit()>',
  '<style>@keyframes x{}</style><b style="animation:x 1s" onanimationstart=hit()>x</b>',
  '<object data="x" onerror=hit()></object>',
  '<link rel=stylesheet href="data:text/css," onload=hit()>',
  '<body onpageshow=hit()>',
  '<select><template></template></select><img src=x onerror=hit()>',
  '<!--><img src=x onerror=hit()>-->',
  '<!--!><img src=x onerror=hit()>--!><img src=x onerror=hit()>',
  '<![CDATA[><img src=x onerror=hit()>]]>',
  '<?x ><img src=x onerror=hit()>',
  '</ x><img src=x onerror=hit()>',
  '<a href="javascript:hit()">x</a>',
  '<a href="&#1; jav&#x09;a\nscript:hit()">x</a>',
  '<a href="JaVaScRiPt&colon;hit()">x</a>',
  '<form action="javascript:hit()"><button>x</button></form>',
  '<form id=f></form><button form=f formaction="javascript:hit()">x</button>',
  '<svg><a><animate attributeName=href values=javascript:hit() /><text y=20>x</text></a><script>hit()</script></svg>',
];

/** Markup that has called it where a parser, a serialiser or a second reading made something else of it. */
const mutating = [
  '<div><template shadowrootmode=open><img src=x onerror=hit()></template></div>',
  '<base href="javascript:hit()//"><p>x</p>',
  '<svg></p><style><a id="</style><img src=1 onerror=hit()>">',
  '<svg></p><title><a id="</title><img src=1 onerror=hit()>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit()&gt;">',
  '<math><mtext><table><mglyph><style><math><img src=1 onerror=hit()></style>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit()>',
  '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=hit() src>">',
  '<math><annotation-xml encoding="text/html"><style><a title="</style><img src=x onerror=hit()>">',
  '<svg><desc><noscript><p title="</noscript><img src=x onerror=hit()>">',
  '<noscript><p title="</noscript><img src=x onerror=hit()>">',
  '<noscript><style></noscript><img src=x onerror=hit()>',
  '<noembed><p title="</noembed><img src=x onerror=hit()>"></noembed>',
  '<noframes><p title="</noframes><img src=x onerror=hit()>"></noframes>',
  '<xmp><p title="</xmp><img src=x onerror=hit()>"></xmp>',
  '<iframe><p title="</iframe><img src=x onerror=hit()>"></iframe>',
  '<textarea><p title="</textarea><img src=x onerror=hit()>"></textarea>',
  '<title><p title="</title><img src=x onerror=hit()>"></title>',
  '<select><style><p title="</style><img src=x onerror=hit()>"></select>',
  '<select><iframe><p title="</iframe></select><img src=x onerror=hit()>">',
  '<plaintext><img src=x onerror=hit()>',
  '<listing>&lt;img src=x onerror=hit()&gt;</listing>',
  '<p title="</p><img src=x onerror=hit()>">',
  '<a title="`<img src=x onerror=hit()>`">x</a>',
  '<<script></script>img src=x onerror=hit()>',
  '<<!---->img src=x onerror=hit()>',
  '&lt;img src=x onerror=hit()&gt;',
  '<template><table><template><img src=x onerror=hit()></template></table></template>',
  '<table><a><table><a><svg><style><img src=x onerror=hit()></style>',
  '<form><table><form><b title="</form><img src=x onerror=hit()>">',
  '<svg><![CDATA[</svg><img src=x onerror=hit()>]]>',
  `${'<div>'.repeat(510)}<svg><style><a title="</style><img src=x onerror=hit()>">`,
  '<img alt="<x" title="/><img src=x onerror=hit()>">',
  '<skerry-island on="load"><img src=x onerror=hit()></skerry-island>',
];

declare const hits: number;

/** Shows markup in a page, uses whatever can be used there, and reads it a second time. */
async function use(markup: string): Promise<void> {
  await page.setContent(
    `<!doctype html><script>var hits = 0; function hit() { hits++; }</script><main>${markup}`,
  );
  await page.evaluate(() => {
    const main = document.querySelector('main')!;
    const copy = document.createElement('main');
    document.body.append(copy);
    copy.innerHTML = main.innerHTML;
    copy.innerHTML = String(copy.innerHTML);
    for (const each of document.querySelectorAll('a, button'))
      each.dispatchEvent(new MouseEvent('click', { cancelable: true }));
  });
}

test.each(running)('without cleaning, %j runs', async (markup) => {
  await use(markup);
  await expect.poll(() => page.evaluate(() => hits)).toBeGreaterThan(0);
});

describe('nothing runs, and there is nothing that could, in clean', () => {
  test.each([...running, ...mutating])('%j', async (markup) => {
    await use(unsafeHtml(sanitize(markup)).html());
    const found = await page.evaluate(() => {
      const all = [...document.querySelectorAll('main, main *')].flatMap((element) => [
        `<${element.localName}>`,
        ...Array.from(element.attributes, ({ name }) => name),
        ...((element as HTMLAnchorElement).protocol === 'javascript:' ? ['javascript:'] : []),
        ...(element.shadowRoot ? ['#shadow-root'] : []),
      ]);
      return { hits, suspicious: [...new Set(all)].sort() };
    });
    const harmless = [
      ...['main', 'a', 'b', 'details', 'div', 'img', 'p', 'table', 'tbody'].map(
        (tag) => `<${tag}>`,
      ),
      'alt',
      'href',
      'open',
      'src',
      'title',
    ];
    expect(found.hits).toBe(0);
    expect(found.suspicious.filter((name) => !harmless.includes(name))).toEqual([]);
  });
});
