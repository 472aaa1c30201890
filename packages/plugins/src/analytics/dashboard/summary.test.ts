import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Measurement, Metric } from '../counters/measurement.js';
import { readerOf } from '../reader.js';
import { MemorySink } from '../sinks/memory.js';
import { summarize, type Summary } from './summary.js';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 7, 1, 12, 30), toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

type Seen = readonly [metric: Metric, name: string, value?: number, detail?: string];

function summaryOf(...seen: Seen[]): Summary {
  const memory = new MemorySink();
  for (const [metric, name, value, detail] of seen) {
    const measurement: Measurement = {
      at: Date.now(),
      metric,
      name,
      ...(value === undefined ? {} : { value }),
      ...(detail === undefined ? {} : { detail }),
    };
    memory.take(measurement);
  }
  return summarize(
    readerOf(memory, () => ({ day: '2026-08-01', count: 7 })),
    'hour',
  );
}

const tableOf = (summary: Summary, title: string) =>
  summary.tables.find((table) => table.title === title)?.rows;

test('the summary has the totals of the time, and the visitors of today', () => {
  const summary = summaryOf(
    ['view', '/'],
    ['view', '/a'],
    ['event', 'todo', 50, 'add'],
    ['error', 'event'],
  );
  expect(summary.totals.map(({ name, cells }) => [name, ...cells])).toEqual([
    ['Page views', '2'],
    ['Visitors today', '7'],
    ['Live events', '1'],
    ['Errors', '1'],
  ]);
});

test('the summary has a point for each hour, with its time', () => {
  const { points, labels } = summaryOf(['view', '/']);
  expect([points.length, labels.length]).toEqual([48, 48]);
  expect(points.at(-1)).toBe(1);
  expect(labels.at(-1)).toBe('08-01 12:00');
});

test('the summary shows durations in units that suit them', () => {
  const summary = summaryOf(
    ['event', 'todo', 50, 'add'],
    ['event', 'todo', 5000, 'save'],
    ['event', 'todo', 5_000_000, 'wait'],
  );
  const units = tableOf(summary, 'Live events')!.map(({ name, cells }) => [
    name,
    cells[1]!.split(' ')[1],
  ]);
  expect(units).toEqual([
    ['todo add', 'µs'],
    ['todo save', 'ms'],
    ['todo wait', 's'],
  ]);
});

test('the summary judges web vitals by the value that three quarters are below', () => {
  const vitals: Seen[] = [
    ['LCP', '/', 1200],
    ['INP', '/', 320],
    ['CLS', '/', 0.4],
  ];
  expect(
    tableOf(summaryOf(...vitals), 'Web vitals')!.map(({ name, cells }) => [name, cells[2]]),
  ).toEqual([
    ['LCP /', 'good'],
    ['INP /', 'fair'],
    ['CLS /', 'poor'],
  ]);
});

test('the summary leaves out tables without rows, and rows beyond the tenth', () => {
  const views = Array.from({ length: 15 }, (_, i): Seen => ['view', `/${i}`]);
  const summary = summaryOf(...views);
  expect(summary.tables.map(({ title }) => title)).toEqual(['Pages']);
  expect(tableOf(summary, 'Pages')).toHaveLength(10);
});

test('one report has one summary, whoever asks for it', () => {
  const report = new MemorySink().readReport('hour');
  const reader = { readReport: () => report, visitorsToday: () => ({ day: '', count: 7 }) };
  expect(summarize(reader, 'hour')).toBe(summarize(reader, 'hour'));
  const other = new MemorySink().readReport('hour');
  expect(summarize({ ...reader, readReport: () => other }, 'hour')).not.toBe(
    summarize(reader, 'hour'),
  );
});
