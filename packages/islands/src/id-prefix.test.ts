import fc from 'fast-check';
import { expect, test } from 'vitest';

import { idPrefix } from './id-prefix.js';

const region = fc.constantFrom('', 'lv-Ab_-12', 'lv-Ab_-13');
const at = fc.oneof(
  fc
    .array(fc.constantFrom('3', 'k', '_', '__', '_2n_', '-', ' ', '"'), { maxLength: 4 })
    .map((parts) => parts.join('/')),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

test('two places never give one prefix', () => {
  fc.assert(
    fc.property(region, at, region, at, (region1, at1, region2, at2) => {
      const isOne = region1 === region2 && at1 === at2;
      expect(idPrefix(region1, at1) === idPrefix(region2, at2)).toBe(isOne);
    }),
    { numRuns: 5000 },
  );
});

test('no prefix has a character that ends an id in a list of ids, or a selector', () => {
  fc.assert(
    fc.property(region, at, (region, at) => {
      expect(idPrefix(region, at)).toMatch(/^[\da-z_-]+$/i);
    }),
  );
});
