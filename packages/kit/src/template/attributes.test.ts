import { describe, expect, test } from 'vitest';

import { attributesText, attributeText } from './attributes.js';
import { Binding } from './binding.js';

const text = (name: string, value: unknown) => attributeText(name)(value);
const code = (name: string) => expect.objectContaining({ code: name });

describe('the value of an attribute', () => {
  test.each<[name: string, value: unknown, text: string | null]>([
    ['title', 'a <b> "c"', 'a <b> "c"'],
    ['title', '', ''],
    ['tabindex', -1, '-1'],
    ['value', 0, '0'],
    ['value', 10n, '10'],
    ['title', null, null],
    ['title', undefined, null],
    ['disabled', true, ''],
    ['disabled', false, null],
    ['hidden', 'until-found', 'until-found'],
    ['aria-hidden', true, 'true'],
    ['aria-expanded', false, 'false'],
    ['aria-label', null, null],
    ['data-open', false, 'false'],
    ['data-n', 0, '0'],
    ['data-n', undefined, null],
    ['draggable', false, 'false'],
    ['contenteditable', true, 'true'],
    ['spellcheck', false, 'false'],
    ['lv-click', new Binding('add', { by: 1 }), 'add {"by":1}'],
    ['lv-click', new Binding('reset'), 'reset'],
  ])('%s={%s} is %j', (name, value, expected) => {
    expect(text(name, value)).toBe(expected);
  });

  test.each([{}, { html: '<b>' }, [], Symbol('x'), () => 'x', new Date(0)])(
    'refuses %o',
    (value) => {
      expect(() => text('title', value)).toThrow(code('bad-attribute'));
      expect(() => text('href', value)).toThrow(code('bad-attribute'));
    },
  );

  test('of a class is a string, a list of them, or a record of those that count', () => {
    expect(text('class', 'a b')).toBe('a b');
    expect(text('class', ['a', null, false, ['b', { c: 1, d: 0 }], ''])).toBe('a b c');
    expect(text('class', { a: true, b: false, c: 'yes' })).toBe('a c');
    for (const none of ['', null, undefined, false, true, [], {}, [false]])
      expect(text('class', none)).toBe(null);
  });

  test('of a style is CSS, or a record of properties', () => {
    expect(text('style', 'color: red')).toBe('color: red');
    expect(
      text('style', {
        color: 'red',
        marginTop: 4,
        'z-index': 3,
        lineHeight: 1.5,
        '--n': 2,
        top: 0,
      }),
    ).toBe('color: red; margin-top: 4px; z-index: 3; line-height: 1.5; --n: 2; top: 0;');
    expect(text('style', { color: null, top: undefined, left: false, right: '' })).toBe(null);
    expect(text('style', { color: 'red; position: fixed' })).toBe('color: red position: fixed;');
    for (const none of ['', null, undefined, false]) expect(text('style', none)).toBe(null);
    expect(() => text('style', 1)).toThrow(code('bad-attribute'));
  });
});

describe('a URL that would run script', () => {
  const spellings = [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:alert(1)',
    '\u0000\u0001\u001f \t\njavascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    'j\ra\nv\ta\r\nscript\t:alert(1)',
    'javascript\n:alert(1)',
    'vbscript:x',
    '\u001bVbScript:x',
  ];
  test.each(spellings)('%j leads nowhere', (url) => {
    for (const name of [
      'href',
      'src',
      'action',
      'formaction',
      'xlink:href',
      'data',
      'HREF',
      'formAction',
    ])
      expect(text(name, url)).toBe('about:blank#refused-url');
    for (const name of ['href', 'HREF', 'xlink:HREF'])
      expect(attributesText({ [name]: url })).toEqual({ [name]: 'about:blank#refused-url' });
  });

  test.each([
    '/javascript:x',
    '#javascript:',
    '?q=javascript:x',
    './javascript:x',
    'https://example.org/javascript:x',
    'HTTPS://example.org',
    'mailto:a@b.example',
    'javascripts:x',
    'java script:x',
    'javascript',
    'x-javascript:1',
    'data:image/png;base64,AA==',
    '',
  ])('%j is left as it is', (url) => {
    expect(text('href', url)).toBe(url);
  });

  // A search that goes back at every character would not end here.
  const spaces = ' '.repeat(1e6);
  const broken = `j${'\n'.repeat(5e5)}a${'\t'.repeat(5e5)}`;

  test('is distinguished from a million other characters', () => {
    for (const url of ['a'.repeat(1e6), `${'a\t'.repeat(5e5)}:`, spaces, broken])
      expect(text('href', url)).toBe(url);
  });

  test('is found behind a million characters that browsers drop', () => {
    for (const url of [`${spaces}javascript:`, `${broken}vascript:`])
      expect(text('href', url)).toBe('about:blank#refused-url');
  });
});

test('handlers and srcdoc are refused where an author writes them', () => {
  for (const name of ['onclick', 'onClick', 'ONLOAD', 'srcdoc', 'srcDoc']) {
    expect(() => text(name, 'alert(1)')).toThrow(code('refused-attribute'));
    expect(text(name, false)).toBe(null);
  }
});

describe('a spread', () => {
  test('of an object that a visitor chose sets attributes only', () => {
    const chosen = JSON.parse(`{
      "onclick": "alert(1)", "ONLOAD": "alert(1)", "onX": 1, "innerHTML": "<b>", "outerHTML": "<b>", "textContent": "x",
      "dangerouslySetInnerHTML": { "__html": "<b>" }, "srcdoc": "<script>", "SRCDOC": "<script>", "children": "<b>",
      "key": "k", "ref": "r", "__proto__": { "title": "polluted" }, "data-s": "9", "DATA-K": "k", "data-k": "k",
      "a b": 1, "a\\"": 1, "a>": 1, "a/": 1, "a=": 1, "a<": 1, "": 1, "\\u0000": 1, "a\\nb": 1, "1a": 1, "@x": 1, "é": 1,
      "constructor": "own", "toString": "own", "title": "<\\"&>", "data-sum": "1", "aria-label": "l"
    }`);
    expect(Object.entries(attributesText(chosen))).toEqual([
      ['constructor', 'own'],
      ['toString', 'own'],
      ['title', '<"&>'],
      ['data-sum', '1'],
      ['aria-label', 'l'],
    ]);
  });

  test('takes own members only, and nothing from a value that is no object', () => {
    expect(attributesText(Object.create({ title: 'inherited' }))).toEqual({});
    for (const nothing of [null, undefined, false, 'text', 1])
      expect(attributesText(nothing)).toEqual({});
  });

  test('writes the same values as an attribute', () => {
    expect(
      attributesText({
        class: ['a', { b: true }],
        style: { top: 1 },
        hidden: true,
        disabled: false,
        viewBox: '0 0 1 1',
      }),
    ).toEqual({ class: 'a b', style: 'top: 1px;', hidden: '', viewBox: '0 0 1 1' });
  });
});
