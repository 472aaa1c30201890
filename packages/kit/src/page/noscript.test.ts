import { expect, test } from 'vitest';

import { withoutNoscript } from './noscript.js';

test.each([
  ['a<noscript>b</noscript>c<NoScript class="x">d</noscript >e', 'ace'],
  [
    '<template for="x"><p>a<noscript><b>b</b></noscript></p></template>',
    '<template for="x"><p>a</p></template>',
  ],
  ['a<script type="x">"<noscript>b</noscript>"</script>c', undefined],
  ['<textarea><noscript>b</noscript></textarea><title></noscript></title>', undefined],
  ['<script><noscript></script>a<noscript>b</noscript>c', '<script><noscript></script>ac'],
  ['a<noscript><style>b</style></noscript>c', 'ac'],
  ['a<noscripts>b</noscripts>', undefined],
  ['a</noscript>b', undefined],
  ['<!-- <noscript> --><p>a<noscript>b</noscript></p>', '<!-- <noscript> --><p>a</p>'],
  ['<!-- <noscript> --><style></noscript> --><img src=x onerror=alert()></style>', undefined],
  [
    '<!-- <style> -->a<noscript>b</noscript><!-- </style> -->c',
    '<!-- <style> -->a<!-- </style> -->c',
  ],
  ['<p title="<noscript>">a</p><noscript>b</noscript>', '<p title="<noscript>">a</p>'],
  ['<noscript>a<noscript>b</noscript>c</noscript>d', 'd'],
])('markup for a script: %s', (html, expected = html) => {
  expect(withoutNoscript(html)).toBe(expected);
});
