import { describe, expect, test } from 'vitest';

import { aroundIn, outermost, sameLanguage, partSurroundings } from './languages.js';

/** The language at each `@`, in HTML, SVG and MathML. */
const at = (markup: string) =>
  partSurroundings(markup.split('@')).map(({ languages }) =>
    ['', 'svg', 'math'].map((around) => languages[around as ''] || 'html').join(' '),
  );
const same = 'html svg math';

describe('the language of a part', () => {
  test.each([
    ['@', [same]],
    ['<p>@</p>', [same]],
    ['<p@>@</p>', [same, same]],
    ['<svg>@</svg>@', ['svg svg math', same]],
    ['<math>@</math>@', ['math svg math', same]],
    ['<svg@><g>@</g></svg>@', ['svg svg math', 'svg svg math', same]],
    ['<foreignObject>@</foreignObject>', ['html html math']],
    ['<foreignobject>@</foreignobject>', ['html html math']],
    [
      '<svg><foreignObject>@<svg>@</svg>@</foreignObject>@</svg>',
      ['html html math', 'svg svg math', 'html html math', 'svg svg math'],
    ],
    ['<title>@</title>', ['html html math']],
    ['<mi>@</mi>', ['html svg html']],
    ['<mi><mglyph>@</mglyph></mi>', ['math svg math']],
    ['<annotation-xml>@</annotation-xml>', [same]],
    ['<annotation-xml encoding="Text/HTML">@</annotation-xml>', ['html svg html']],
    ['<annotation-xml encoding="image/svg+xml">@</annotation-xml>', [same]],
    ['<annotation-xml@>@</annotation-xml>', [same, same]],
    ['<math><annotation-xml><svg>@</svg></annotation-xml></math>', ['svg svg svg']],
    ['<math><svg>@</svg></math>', ['math svg math']],
    ['<script><svg></script>@', [same]],
    ['<style>a</style><svg>@</svg>', ['svg svg math']],
    ['<script>@</script><svg>@</svg>', [same, 'svg svg math']],
    ['<svg/>@', ['svg svg math']],
  ])('%s', (markup, expected) => {
    expect(at(markup)).toEqual(expected);
  });

  test('is that around where no tag decides', () => {
    expect(partSurroundings(['<p>', '</p>'])).toMatchObject([{ languages: sameLanguage }]);
  });
});

describe('a part is in a form', () => {
  test.each([
    ['@<form@>@<p>@</p></form>@', [false, true, true, true, false]],
    ['<formula>@</formula>', [false]],
    ['<script>"<form>"</script>@', [false]],
  ])('of its template: %s', (markup, expected) => {
    expect(partSurroundings(markup.split('@')).map(({ inForm }) => inForm)).toEqual(expected);
  });

  test('of the templates around it', () => {
    const [form, none] = [
      ['<form>', '</form>'],
      ['<p>', '</p>'],
    ].map((statics) => partSurroundings(statics)[0]!);
    expect(aroundIn(none!, aroundIn(form!, outermost))).toEqual({ language: '', inForm: true });
    expect(aroundIn(none!, outermost)).toBe(outermost);
  });
});
