import { expect, test } from 'vitest';

import type { Measurement } from '../counters/measurement.js';
import { type MemoryOptions, MemorySink, memorySink } from './memory.js';

const start = Date.UTC(2026, 7, 1, 12);
const minute = 60_000;

const view = (page: string, at = start): Measurement => ({ at, metric: 'view', name: page });

const sinkWith = (measurements: Measurement[], options?: MemoryOptions): MemorySink => {
  const sink = new MemorySink(options);
  for (const measurement of measurements) sink.take(measurement);
  return sink;
};

test('the memory sink ranks names, and keeps the course of time', () => {
  const sink = sinkWith([
    view('/'),
    view('/a'),
    view('/', start + minute),
    view('/', start + minute),
  ]);
  const { counts, points } = sink.readReport('minute', start + minute);
  expect(counts['view']).toEqual([
    { name: '/', count: 3 },
    { name: '/a', count: 1 },
  ]);
  expect(points).toHaveLength(60);
  expect(points.slice(-3).map(({ views }) => views)).toEqual([0, 2, 2]);
});

test('the memory sink counts a measurement of several things as so many', () => {
  const hydration = { at: start, metric: 'hydration', name: 'basket', detail: 'load' } as const;
  const sink = sinkWith([hydration, { ...hydration, count: 40 }]);
  expect(sink.readReport('hour', start).counts['hydration']).toEqual([
    { name: 'basket load', count: 41 },
  ]);
});

test('the memory sink forgets minutes before hours, and hours before days', () => {
  const sink = sinkWith([view('/')]);
  const viewsAt = (span: 'minute' | 'hour' | 'day', later: number) =>
    sink.readReport(span, start + later).counts['view']?.[0]?.count ?? 0;
  expect(viewsAt('minute', 59 * minute)).toBe(1);
  expect(viewsAt('hour', 60 * minute)).toBe(1);
  expect(viewsAt('minute', 60 * minute)).toBe(0);
  expect(viewsAt('hour', 48 * 60 * minute)).toBe(0);
  expect(viewsAt('day', 89 * 24 * 60 * minute)).toBe(1);
  expect(viewsAt('day', 90 * 24 * 60 * minute)).toBe(0);
});

test('the memory sink leaves out what is older than its buckets, and takes what is a little late', () => {
  const sink = sinkWith([view('/', start), view('/', start + minute), view('/', start)]);
  sink.take(view('/old', start - 100 * 24 * 60 * minute));
  expect(sink.readReport('minute', start + minute).counts['view']).toEqual([
    { name: '/', count: 3 },
  ]);
});

test('the memory sink bounds the names of each metric', () => {
  const views = Array.from({ length: 500 }, (_, i) => view(`/${i}`));
  const { counts } = sinkWith(views, { names: 3 }).readReport('minute', start);
  expect(counts['view']).toEqual([
    { name: 'others', count: 497 },
    { name: '/0', count: 1 },
    { name: '/1', count: 1 },
    { name: '/2', count: 1 },
  ]);
});

test('the memory sink has quantiles of durations, by live view and event', () => {
  const events = Array.from({ length: 100 }, (_, i): Measurement => ({
    at: start,
    metric: 'event',
    name: 'todo',
    detail: 'add',
    value: (i + 1) * 100,
  }));
  const { times, points } = sinkWith(events).readReport('hour', start);
  const [add] = times['event']!;
  expect(add).toMatchObject({ name: 'todo add', count: 100, mean: 5050 });
  expect(add!.p50 / 5000).toBeCloseTo(1, 1);
  expect(add!.p95 / 9500).toBeCloseTo(1, 1);
  expect(points.at(-1)!.events).toBe(100);
});

test('the memory sink corrects a web vital that was told before', () => {
  const shift = (value: number, more: Partial<Measurement> = {}): Measurement => ({
    at: start,
    metric: 'CLS',
    name: '/',
    value,
    ...more,
  });
  const sink = sinkWith([shift(0.05), shift(0.3, { former: 0.05 })]);
  const [cls] = sink.readReport('day', start).times['CLS']!;
  expect(cls!.count).toBe(1);
  expect(cls!.p75).toBeCloseTo(0.3, 1);
});

test('a correction of what another bucket has seen adds nothing', () => {
  const vital = { metric: 'INP', name: '/', value: 80 } as const;
  const sink = sinkWith([
    { at: start, ...vital },
    { at: start + minute, ...vital, value: 400, former: 80 },
  ]);
  const [inp] = sink.readReport('minute', start + minute).times['INP']!;
  expect(inp!.count).toBe(1);
});

test('the memory sink has the latest number of visitors of each day', () => {
  const of = (day: string, value: number): Measurement => ({
    at: start,
    metric: 'visitors',
    name: day,
    value,
  });
  const sink = sinkWith([of('2026-07-31', 3), of('2026-08-01', 4), of('2026-08-01', 9)]);
  expect(sink.readReport('day', start).visitors).toEqual([
    { day: '2026-07-31', count: 3 },
    { day: '2026-08-01', count: 9 },
  ]);
});

test.each(['minutes', 'hours', 'days', 'names'] as const)(
  'a memory sink whose bound %s is no whole number above 0 is refused',
  (option) => {
    for (const value of [Number.NaN, 0, 1.5, Infinity, '60' as never])
      expect(() => memorySink({ [option]: value })).toThrow(
        `memorySink(): "${option}" is not a whole number above 0. Give it one, or leave it out.`,
      );
  },
);
