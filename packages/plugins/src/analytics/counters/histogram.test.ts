import { expect, test } from 'vitest';

import { Histogram } from './histogram.js';

const histogramOf = (values: Iterable<number>): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.addValue(value);
  return histogram;
};

const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1);

test.each([0.5, 0.75, 0.95, 1])('a histogram gives the quantile %f within 5 %', (share) => {
  for (const scale of [1, 7, 1000, 90_000]) {
    const exact = Math.ceil(share * 10_000) * scale;
    const found = histogramOf(upTo(10_000).map((value) => value * scale)).quantileOf(share);
    expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(0.051);
  }
});

test('an empty histogram has no mean and no quantile', () => {
  const histogram = new Histogram();
  expect([histogram.count, histogram.mean, histogram.quantileOf(0.5)]).toEqual([0, 0, 0]);
});

test('a histogram takes values outside its range as its ends', () => {
  const histogram = histogramOf([-5, 0, 0.5, 1e12]);
  expect(histogram.count).toBe(4);
  expect(histogram.quantileOf(0)).toBe(0);
  expect(histogram.quantileOf(1)).toBeGreaterThan(9e8);
});

test('a histogram has the exact mean', () => {
  expect(histogramOf([10, 20, 60]).mean).toBe(30);
});

test('the sum of two histograms has the values of both', () => {
  const sum = histogramOf(upTo(50));
  sum.addHistogram(histogramOf(upTo(50).map((value) => value + 50)));
  expect(sum.count).toBe(100);
  expect(sum.mean).toBe(50.5);
  expect(sum.quantileOf(0.5)).toBeCloseTo(50, -1);
});

test('a histogram replaces a value that it has, and no other', () => {
  const histogram = histogramOf([100]);
  histogram.replaceValue(100, 400);
  expect([histogram.count, histogram.mean]).toEqual([1, 400]);
  expect(histogram.quantileOf(0.5)).toBeCloseTo(400, -2);
  histogram.replaceValue(5, 9000);
  expect([histogram.count, histogram.mean]).toEqual([1, 400]);
});

test('a histogram takes values in any order', () => {
  const values = upTo(500).map((value) => value ** 3);
  const sums = [values, [...values].reverse()].map(histogramOf);
  for (const share of [0.1, 0.5, 0.9, 1])
    expect(sums[1]!.quantileOf(share)).toBe(sums[0]!.quantileOf(share));
  expect(sums[1]!.quantileOf(1) / 500 ** 3).toBeCloseTo(1, 1);
});

test('the sum of histograms whose values lie apart has the values of all', () => {
  const parts = [[1000], [2, 1e8], [], [0, 30]];
  const sum = new Histogram();
  for (const values of parts) sum.addHistogram(histogramOf(values));
  sum.addHistogram(new Histogram());
  const whole = histogramOf(parts.flat());
  expect([sum.count, sum.mean]).toEqual([whole.count, whole.mean]);
  for (const share of [0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(sum.quantileOf(share)).toBe(whole.quantileOf(share));
});
