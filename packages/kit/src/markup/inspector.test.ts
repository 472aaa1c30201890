import { describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { marked, type Origin } from '../template/origin.js';
import { MarkupInspector } from './inspector.js';

const page = (line: number): Origin => ({
  name: 'Page',
  file: 'src/pages/index.tsx',
  lines: [line],
});
const chart: Origin = { name: 'Chart', file: 'islands/chart.island', foreign: 'island' };

/** The message of the inspector about markup, if it has one. */
function said(html: string): string | undefined {
  try {
    new MarkupInspector().page(html);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const kept = [
  '<p>a <skerry-live id="lv-1"><b>b</b></skerry-live></p>',
  '<ul><li>a<ul><li>b</li></ul></li></ul>',
  '<table><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></table>',
  '<table>\n <caption>c</caption><colgroup><col></colgroup><tbody> <tr><td><p>a</p></td></tr></tbody></table>',
  '<h1><span><h2>a</h2></span></h1>',
  '<button><div>a</div></button>',
  '<p><button><div>a</div></button></p>',
  '<svg viewBox="0 0 1 1"><foreignObject><div>a</div></foreignObject><path d="M0"/></svg>',
  '<p><svg><title>t</title><a href="#"><text>a</text></a></svg></p>',
  '<math><mi>x</mi><annotation-xml encoding="text/html"><div>a</div></annotation-xml></math>',
  '<select><optgroup label="a"><option>1</option></optgroup><hr><option>2</option></select>',
  '<template><tr><td>a</td></tr><li>b</li></template>',
  '<dl><dt>a</dt><dd>b<dl><dt>c</dt></dl></dd></dl>',
  '<p>a<input><br><img></p><textarea>\n<p></textarea><script>"<p><div>"</script>',
  '<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>',
  '<noscript><p><div></div></p></noscript>',
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>a</title></head><body class="b"><main>c</main></body></html>',
];

const repaired = [
  ['<p>a <div>b</div></p>', '<div> cannot be inside <p>: parsers of HTML end the <p> before it'],
  ['<p><b><ul><li>a</li></ul></b></p>', '<ul> cannot be inside <p>'],
  ['<p>a<hr></p>', '<hr> cannot be inside <p>'],
  ['<p><table></table></p>', '<table> cannot be inside <p>'],
  ['<a href="a">a <b><a href="b">b</a></b></a>', '<a> cannot be inside <a>'],
  ['<a href="a"><div><a href="b">b</a></div></a>', '<a> cannot be inside <a>'],
  [
    '<form>a <div><form>b</form></div></form>',
    '<form> cannot be inside <form>: parsers of HTML drop it',
  ],
  ['<button>a <b><button>b</button></b></button>', '<button> cannot be inside <button>'],
  ['<h1><h2>a</h2></h1>', '<h2> cannot be inside <h1>'],
  ['<ul><li><b><li>a</li></b></li></ul>', '<li> cannot be inside <li>'],
  ['<ul><li><div><li>a</li></div></li></ul>', '<li> cannot be inside <li>'],
  ['<dl><dt><dd>a</dd></dt></dl>', '<dd> cannot be inside <dt>'],
  [
    '<table><tbody><div>a</div></tbody></table>',
    '<div> cannot be inside <tbody>: parsers of HTML move it out of the <tbody>',
  ],
  ['<table><tbody><tr>a</tr></tbody></table>', 'Text cannot be inside <tr>'],
  ['<table><tr><input></tr></table>', '<input> cannot be inside <tr>'],
  ['<div><tr><td>a</td></tr></div>', '<tr> cannot be inside <div>: parsers of HTML drop it'],
  ['<tr><td>a</td></tr>', '<tr> cannot be inside <body>'],
  ['<table><tr><td><td>a</td></td></tr></table>', '<td> cannot be inside <td>'],
  ['<svg><g><p>a</p></g></svg>', '<p> cannot be inside <svg>'],
  ['<option>a<option>b</option></option>', '<option> cannot be inside <option>'],
  ['<div><body>a</body></div>', '<body> cannot be inside <div>'],
] as const;

describe('markup that a parser leaves as it is', () => {
  test.each(kept)('%s', (html) => expect(said(html)).toBeUndefined());
});

describe('markup that a parser repairs', () => {
  test.each(repaired)('%s', (html, message) => expect(said(html)).toContain(message));
});

test('Chromium keeps and repairs the same', async () => {
  // Its own reading of these is written in another way: they are whole documents, or scripts are off.
  const markups = [...kept, ...repaired.map(([html]) => html)].filter(
    (html) => !/<(?:!doctype|noscript|textarea|body)/.test(html),
  );
  const browser = await openBrowser();
  const page = await browser.newPage();
  const read = await page.evaluate(
    (all) =>
      all.map(
        (html) =>
          new DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html').body
            .innerHTML,
      ),
    markups,
  );
  await browser.close();
  // A <tbody> around rows is no repair.
  const plain = (html: string) => html.replaceAll(/<\/?tbody>/g, '').replaceAll('/>', '></path>');
  const same = markups.filter((html, i) => plain(html) === plain(read[i]!));
  expect(same).toEqual(markups.filter((html) => said(html) === undefined));
});

describe('the message', () => {
  test('names both components, with file and line', () => {
    const inner = `<skerry-island>${'<section>a</section>'}<skerry-end></skerry-end></skerry-island>`;
    expect(said(marked(page(12), `<p>a ${marked(chart, inner)}</p>`))).toBe(
      '<section> of Chart (islands/chart.island) cannot be inside <p> of Page (src/pages/index.tsx:12): ' +
        'parsers of HTML end the <p> before it. Make the <p> a <div>, or use an element that may be in a paragraph.',
    );
  });

  test('has the lines of each element of a template', () => {
    const card: Origin = { name: 'Card', file: 'src/card.tsx', lines: [2, 3, 7] };
    const html = marked(card, `<main><i></i><p>${marked(page(4), '<div></div>')}</p></main>`);
    expect(said(html)).toContain(
      '<div> of Page (src/pages/index.tsx:4) cannot be inside <p> of Card (src/card.tsx:7)',
    );
  });

  test('is an error with its place, for the overlay', () => {
    const html = `<p>${marked(page(4), '<div></div>')}</p>`;
    expect(() => new MarkupInspector().page(html)).toThrow(
      expect.objectContaining({
        code: 'repaired-markup',
        loc: { file: 'src/pages/index.tsx', line: 4, column: 0 },
      }),
    );
  });
});

describe('markup that no JSX of ours has written', () => {
  const raw = (html: string) => marked({ foreign: 'raw' }, html);

  test.each([
    ['an island repairs its own', marked(chart, '<p><div>a</div></p>')],
    ['an island may leave tags open', `<div>${marked(chart, '<p>a<ul><li>b<li>c</ul>')}</div>`],
    ['raw markup repairs its own', `<div>${raw('<p>a<p>b<table><tr><td>c</table>')}</div><p>d</p>`],
    ['raw markup may leave tags open', `<div>${raw('<p>a<div>')}</div><p>b</p>`],
    ['raw markup may have tags too many', `<div>${raw('a</b></i>')}</div><p>b</p>`],
  ])('%s', (_, html) => expect(said(html)).toBeUndefined());

  test('is named where it ends an element around it', () => {
    expect(said(`<p>${raw('<div>a</div>')}</p>`)).toContain(
      '<div> of unsafeHtml() cannot be inside <p>',
    );
  });
});

describe('a region', () => {
  test('is inspected in the surroundings of its host', () => {
    const inspector = new MarkupInspector();
    const host = '<skerry-live id="lv-1">a</skerry-live>';
    expect(inspector.page(marked(page(9), `<p>${host}</p>`))).toBe(`<p>${host}</p>`);
    expect(() => inspector.region('1', marked(chart, '<div>a</div>'))).toThrow(
      '<div> of Chart (islands/chart.island) cannot be inside <p> of Page (src/pages/index.tsx:9)',
    );
    inspector.region('1', '<b>a</b>');
    inspector.region('2', '<div>a</div>');
  });
});
