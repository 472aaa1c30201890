import { expect, test } from 'vitest';

import { withoutNoscript } from './noscript.js';

test.each([
  ['a<noscript>b</noscript>c<NoScript class="x">d</noscript >e', 'ace'],
  ['a<script type="x">"<noscript>b</noscript>"</script>c', undefined],
  ['<textarea><noscript>b</noscript></textarea><title></noscript></title>', undefined],
  ['<script><noscript></script>a<noscript>b</noscript>c', '<script><noscript></script>ac'],
  ['a<noscript><style>b</style></noscript>c', 'ac'],
  ['a<noscripts>b</noscripts>', undefined],
  ['a<noscript>never ends', undefined],
  ['a</noscript>b', undefined],
])('markup for a script: %s', (html, expected = html) => {
  expect(withoutNoscript(html)).toBe(expected);
});
