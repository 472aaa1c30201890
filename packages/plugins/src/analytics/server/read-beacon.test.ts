import { expect, test } from 'vitest';

import { readBeacon } from './read-beacon.js';

const hydrationsOf = (h: unknown) => readBeacon(JSON.stringify({ p: '/', h }))!.hydrations;
const basket = (count: unknown) => ['basket', 'load', count];

test('islands of one kind are read once from a beacon, with their sum up to 100', () => {
  expect(hydrationsOf([basket(2), ['basket', 'visible', 1], basket(3)])).toEqual([
    { island: 'basket', strategy: 'load', count: 5 },
    { island: 'basket', strategy: 'visible', count: 1 },
  ]);
  expect(hydrationsOf(Array(30).fill(basket(100)))).toEqual([
    { island: 'basket', strategy: 'load', count: 100 },
  ]);
});

test.each([0, 0.5, -3, '2', null, undefined])(
  'islands are left out of a beacon if there are %j',
  (count) => {
    expect(hydrationsOf([basket(count)])).toEqual([]);
  },
);

test('at most 30 entries of islands are read from a beacon', () => {
  const entries = Array.from({ length: 200 }, (_, i) => [`island ${i}`, 'load', 1]);
  expect(hydrationsOf(entries)).toHaveLength(30);
});
