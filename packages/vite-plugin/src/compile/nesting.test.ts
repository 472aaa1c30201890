import { voidElements } from '@skerry/kit/template';
import { expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { type Ancestor, nestingFault, within } from './nesting.js';

const tags =
  `a address b br button caption col colgroup dd details div dl dt fieldset foreignObject form g h1 h2 hr iframe img input
   label li main math nobr object optgroup option p pre rb rp rt ruby search section select span summary svg table tbody td
   template textarea tfoot th thead title tr ul`.split(/\s+/);

/** The elements that must be around an element, so that its own nesting is checked. */
const around = new Map<string, readonly string[]>([
  ...['caption', 'colgroup', 'tbody', 'tfoot', 'thead'].map((tag) => [tag, ['table']] as const),
  ['col', ['table', 'colgroup']],
  ['tr', ['table', 'tbody']],
  ['td', ['table', 'tbody', 'tr']],
  ['th', ['table', 'tbody', 'tr']],
  ['g', ['svg']],
  ['foreignObject', ['svg']],
]);

/** Every chain of up to three elements that the rules accept. */
function* acceptedChains(): Generator<Ancestor> {
  for (const first of tags) {
    const outer = (around.get(first) ?? []).reduce<Ancestor | undefined>(
      (parent, tag) => within(tag, parent),
      undefined,
    );
    for (const second of accepted(within(first, outer)))
      for (const third of [second, ...accepted(second)]) yield third;
  }
}

function* accepted(parent: Ancestor): Generator<Ancestor> {
  if (isVoid(parent)) return;
  // A row directly in a table is written with a <tbody> around it.
  const inner = tags.filter((tag) => !(tag === 'tr' && parent.tag === 'table'));
  for (const tag of inner) if (!nestingFault(tag, parent)) yield within(tag, parent);
}

const isVoid = ({ tag, foreign }: Ancestor): boolean => !foreign && voidElements.has(tag);

function html(innermost: Ancestor): string {
  let markup = '';
  for (let element: Ancestor | undefined = innermost; element; element = element.parent)
    markup = `<${element.tag}>${markup}` + (isVoid(element) ? '' : `</${element.tag}>`);
  return markup;
}

test('a browser keeps markup that the rules accept as it is', async () => {
  const markups = [...acceptedChains()].map(html);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const repaired = await page.evaluate((markups) => {
      const read = (markup: string) =>
        new DOMParser().parseFromString(`<!doctype html><body><div>${markup}</div>`, 'text/html')
          .body.firstElementChild?.innerHTML;
      // Outside SVG a browser writes the names of its elements in small letters.
      return markups.filter((markup) => read(markup)?.toLowerCase() !== markup.toLowerCase());
    }, markups);
    expect(markups.length).toBeGreaterThan(20_000);
    expect(repaired).toEqual([]);
  } finally {
    await browser.close();
  }
});
