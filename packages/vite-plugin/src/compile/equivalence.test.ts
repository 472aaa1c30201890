import { fetchPage } from '@skerry/kit/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { renderHtml } from '../../../kit/src/template/html-writer.js';
import { evaluate } from '../../test/evaluate.js';
import { compile } from './index.js';

const head = `
  import { For, Fragment } from '@skerry/kit';
  const Box = ({ label, children }: { label?: string; children?: any }) => <section title={label}>{children}</section>;
  const Slots = ({ first, second }: { first: any; second: any }) => <>{first}{second}</>;
  const Twice = ({ children }: { children: (n: number) => any }) => <>{children(1)}{children(2)}</>;
  const word: string = 'a < b & "c"', nothing = null, yes = true, no = false, zero = 0;
  const rows = [{ id: 1, name: 'one' }, { id: 2, name: '<two>' }];
  const more = { lang: 'e"n', hidden: true, 'data-n': 5, class: ['a', { b: yes, c: no }] };
`;

const text = fc.constantFrom(
  'a',
  ' a  b ',
  '\n  ',
  ' \n a\n  b \n',
  '&lt;',
  '&nbsp; ',
  '&#169;',
  '&x;',
  'é😀',
  '"\'',
  '\t',
);
const list = (items: string) => fc.constantFrom(...items.trim().split(/ ?\| ?/));
const expression = list(
  `{' '} | {word} | {zero} | {nothing} | {yes} | {no && word} | {yes ? word : zero} | {"<"} | {\`x\`} | {-1} | {undefined}` +
    ` | {/* note */} | {rows.length} | {word as string} | {[word, zero]} | {[]}`,
);
const attribute = list(
  `id="x" | title="a &amp; &quot;b&quot;" | lang='"' | hidden | tabindex={-1} | dir={word} | class={more.class}` +
    ` | style={{ color: "red", marginTop: 4 }} | aria-label={no} | accesskey={nothing} | draggable={false} | lv-ignore="class lang" | {...more}`,
);

const { node } = fc.letrec<{ node: string; children: string }>((tie) => {
  const children = tie('children');
  const attributes = fc
    .uniqueArray(attribute, { maxLength: 3, selector: (text) => /^[a-z-]*/.exec(text)?.[0] })
    .map((list) => list.map((item) => ` ${item}`).join(''));
  const tag = fc.constantFrom('div', 'span', 'em', 'pre', 'my-part');
  const plain = fc
    .tuple(tag, attributes, children)
    .map(([tag, attrs, inner]) => `<${tag}${attrs}>${inner}</${tag}>`);
  const around = (before: string, after: string) => children.map((inner) => before + inner + after);
  return {
    children: fc.array(tie('node'), { maxLength: 4 }).map((list) => list.join('')),
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text,
      expression,
      attributes.map((attrs) => `<input${attrs}/>`),
      plain,
      around('<>', '</>'),
      around('<Fragment>', '</Fragment>'),
      around('<Box label={word}>', '</Box>'),
      around('<Box label="&lt;">', '</Box>'),
      around('<Twice>{(n) => <i>{n}', '</i>}</Twice>'),
      around('{yes && <b>', '</b>}'),
      around('{no ? word : <b>', '</b>}'),
      around('{rows.map((row) => <i key={row.id} title={row.name}>{row.name}', '</i>)}'),
      around('{rows.map((row) => <Box key={row.id}>', '</Box>)}'),
      around('{rows.map((row) => <Box label={row.name}\n key={row.id}>', '</Box>)}'),
      around('{rows.map((row) => <i title={row.name} key={`k${row.id}`} {...more}>', '</i>)}'),
      around('{[<Slots first={<b>', '</b>} second={<>{word}</>} key={word}/>]}'),
      around('{rows.map((row) => <Fragment key={row.id}>{row.id}', '</Fragment>)}'),
      around('<b><i key={word}>', '</i></b>'),
      around('<><Box key={word}>', '</Box>{word}</>'),
      around('<For each={rows}>{(row) => <u>{row.name}', '</u>}</For>'),
      fc.constantFrom(
        '<textarea rows="2">a {word}</textarea>',
        '<textarea>{word}</textarea>',
        '<textarea>&lt;</textarea>',
      ),
      fc.constantFrom(
        '<svg viewBox="0 0 1 1"><g><circle r={zero}/></g></svg>',
        '<br/>',
        '<p>{word} {zero}</p>',
      ),
      fc.constantFrom(
        '<table><tbody>{rows.map((row) => <tr key={row.id}><td>{row.name}</td></tr>)}</tbody></table>',
      ),
    ),
  };
});

let shown: unknown;
const site = { routes: { 'index.tsx': { default: () => shown } }, views: {} };

/** The HTML of a page that shows the `view` of a module. */
async function html(code: string): Promise<string> {
  shown = (await evaluate(code)).view;
  const page = await fetchPage(site, '/');
  const whole = /<x-view.*<\/x-view>/s.exec(page.html)?.[0];
  expect(whole, page.html).toBeDefined();
  return whole!;
}

/** The HTML that the `view` of a module has in a region. */
const markedHtml = async (code: string): Promise<string> =>
  renderHtml((await evaluate(code)).view, { async: false, region: () => '' });

const withoutMarks = (html: string): string =>
  html.replace(/<!--.*?-->/g, '').replace(/ data-[sk]="[^"]*"/g, '');

const compiled = (code: string): string => compile(code, 'view.tsx')!.code;

test('compiled markup gives the same HTML as the JSX runtime', async () => {
  await fc.assert(
    fc.asyncProperty(node, async (markup) => {
      const code = `${head}\nexport const view = <x-view>${markup}</x-view>;`;
      const page = await html(compiled(code));
      expect(page).toBe(await html(code));
      expect(page, 'a page has no marks').toBe(withoutMarks(await markedHtml(compiled(code))));
    }),
    { numRuns: 200 },
  );
});

test('a page keeps what only looks like a mark', async () => {
  const code = `${head}
    export const view = <x-view><script type="text/plain">a data-s="0" b</script><p class={word} title={word}/></x-view>;`;
  expect(await html(compiled(code))).toContain(
    '<script type="text/plain">a data-s="0" b</script><p class=',
  );
});

test('places are marked in the HTML as on the wire', async () => {
  const code = `${head}
    export const view = <x-view>
      <p class={no} title={word}>{zero}</p> {word}
      <table><For each={rows} key={(row) => row.id}>{(row) => <tr><td>{row.name}</td></tr>}</For></table>
      {rows.map((row) => <Box key={row.id}>{row.id}</Box>)}
    </x-view>;`;
  expect(await markedHtml(compiled(code))).toBe(
    '<x-view><p data-s="0" title="a &lt; b &amp; &quot;c&quot;">0</p> <!--1-->a &lt; b &amp; &quot;c&quot;<!---->' +
      '<table><tbody><!--[2--><tr data-k="1"><td data-s="0">one</td></tr>' +
      '<tr data-k="2"><td data-s="0">&lt;two&gt;</td></tr><!--]--></tbody></table>' +
      '<!--[3--><!--k:1--><section data-s="0">1</section><!--k:2--><section data-s="0">2</section><!--]--></x-view>',
  );
});
