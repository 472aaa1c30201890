import { fetchPage } from '@skerry/kit/testing';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { evaluate } from '../../test/evaluate.js';
import { compile } from './index.js';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
});
afterAll(() => browser.close());

const payloads = [
  '</script><img src=x onerror=alert(1)>',
  '</style><img src=x onerror=alert(1)>',
  '<img src=x onerror=alert(1)>',
  '<!--<script>',
  ']]><b>',
  '<![CDATA[<b>',
  'if (a<b && c>d) x = "&lt;&amp;"',
  '<svg></svg><p>',
];

const head = `
  import { For } from '@skerry/kit';
  const Script = ({ s }: any) => <script type="text/plain">{s}</script>;
  const Style = ({ s }: any) => <style>{s}</style>;
  const Box = ({ children }: any) => <>{children}</>;
  const Group = ({ children }: any) => <g>{children}</g>;
  const Sign = ({ children }: any) => <mi>{children}</mi>;
  const Foreign = ({ children }: any) => <foreignObject>{children}</foreignObject>;
  const Note = ({ children }: any) => <desc>{children}</desc>;
  const Later = async ({ s }: any) => <Script s={s} />;
`;

/**
 * Ways to put a script and a style sheet somewhere, and whether they are elements of HTML there. At run time every element
 * is a template of its own, which knows no encoding and no `<annotation-xml>` around it: then its text is safe, not exact.
 */
const ways: [markup: string, isHtml: boolean, compiledOnly?: true][] = [
  ['<div>@</div>', true],
  ['<svg>@</svg>', false],
  ['<svg><g>@</g></svg>', false],
  ['<svg><Group>@</Group></svg>', false],
  ['<svg><Box>@</Box></svg>', false],
  ['<svg><For each={[1]}>{() => <g>@</g>}</For></svg>', false],
  ['<svg>{[1].map((n) => <Box key={n}>@</Box>)}</svg>', false],
  ['<svg><mi>@</mi></svg>', false],
  ['<svg><Sign>@</Sign></svg>', false],
  ['<svg><math><mi>@</mi></math></svg>', false],
  ['<svg><foreignObject>@</foreignObject></svg>', true],
  ['<svg><foreignObject><div>@</div></foreignObject>@@</svg>', true],
  ['<svg><Foreign>@</Foreign></svg>', true],
  ['<svg><Note>@</Note></svg>', true],
  ['<math>@</math>', false],
  ['<math><Note>@</Note></math>', false],
  ['<math><Foreign>@</Foreign></math>', false],
  ['<math><svg><foreignObject>@</foreignObject></svg></math>', false],
  ['<math><mi>@</mi></math>', true],
  ['<math><Sign>@</Sign></math>', true],
  ['<math><annotation-xml>@</annotation-xml></math>', false],
  ['<math><annotation-xml><svg><desc>@</desc></svg></annotation-xml></math>', true, true],
  ['<math><annotation-xml encoding="text/html">@</annotation-xml></math>', true, true],
  ['<math><mi><svg>@</svg></mi></math>', false],
  ['<svg><foreignObject><svg>@</svg></foreignObject></svg>', false],
];

async function html(markup: string, s: string, compiles: boolean): Promise<string> {
  const code = `${head}\nconst s = ${JSON.stringify(s)};\nexport const view = <x-view>${markup}</x-view>;`;
  const { view } = await evaluate(compiles ? compile(code, 'view.tsx')!.code : code);
  const site = { routes: { 'index.tsx': { default: () => view } }, views: {} };
  const { html } = await fetchPage(site as never, '/');
  return /<x-view.*<\/x-view>/s.exec(html)![0];
}

/** The elements that a browser reads, without those around, and the texts of scripts and style sheets. */
const read = (html: string) =>
  page.evaluate((text) => {
    const whole = new DOMParser().parseFromString(`<!doctype html><body>${text}`, 'text/html');
    const view = whole.querySelector('x-view')!;
    const found = [...view.querySelectorAll('script,style')];
    return {
      tree: [...view.querySelectorAll('*')].map(({ localName }) => localName),
      after: view.nextSibling,
      texts: found.map((element) => element.textContent),
      html: found.map(({ namespaceURI }) => namespaceURI!.endsWith('xhtml')),
    };
  }, html);

describe.each([true, false])('a script or a style sheet (compiled: %s)', (compiles) => {
  test.each(ways)('in %s holds its text and no markup', async (way, isHtml, compiledOnly) => {
    for (const inner of ['<Script s={s}/>', '<Style s={s}/>', '<Later s={s}/>']) {
      const markup = way.replace('@@', '').replace('@', inner);
      const { tree } = await read(await html(markup, '', compiles));
      for (const payload of payloads) {
        const seen = await read(await html(markup, payload, compiles));
        expect(seen).toMatchObject({ tree, after: null, html: [isHtml] });
        // Text that would end the element is written in the escapes of its language, as in a patch.
        const text = seen.texts[0]!.replaceAll(/\\u003c|\\3c /g, '<');
        if (compiles || !compiledOnly) expect(text, markup).toBe(payload);
      }
    }
  });
});

test('a constant script of a component reads the same in HTML and in SVG', async () => {
  const text = 'for (let i = 0; i<n && s != "&lt;"; i++);';
  const component = `const Data = () => <script type="text/plain">{${JSON.stringify(text)}}</script>;`;
  for (const [around, isHtml] of [
    ['div', true],
    ['svg', false],
  ] as const) {
    const code = `${component}\nexport const view = <x-view><${around}><Data/></${around}></x-view>;`;
    const { view } = await evaluate(compile(code, 'view.tsx')!.code);
    const site = { routes: { 'index.tsx': { default: () => view } }, views: {} };
    const seen = await read((await fetchPage(site as never, '/')).html);
    expect(seen).toMatchObject({ texts: [text], html: [isHtml] });
  }
});

test('a constant script stays constant if it is certainly one of HTML, or not part of the page', () => {
  for (const around of ['div', 'template']) {
    const code = `export const view = <${around}><script>{"a<b"}</script></${around}>;`;
    expect(compile(code, 'view.tsx')!.code).toContain('<script>a<b</script>');
  }
});
