import { expect, test } from 'vitest';

import { type DayVisitors, Visitors } from './visitors.js';

const noon = Date.UTC(2026, 7, 1, 12);
const day = 86_400_000;

test('a visitor counts once a day, whatever they do', () => {
  const visitors = new Visitors(() => {});
  for (let i = 0; i < 20; i++) visitors.addVisitor(noon + i, '192.0.2.1', 'Firefox');
  visitors.addVisitor(noon, '192.0.2.1', 'Chrome');
  visitors.addVisitor(noon, '192.0.2.2', 'Firefox');
  expect(visitors.countToday(noon)).toEqual({ day: '2026-08-01', count: 3 });
});

test.each([100, 2000, 50_000])('%i visitors are counted within five standard errors', (number) => {
  const visitors = new Visitors(() => {});
  for (let i = 0; i < number; i++) visitors.addVisitor(noon, `192.0.2.${i}`, 'Firefox');
  const { count } = visitors.countToday(noon);
  expect(Math.abs(count - number) / number).toBeLessThan(0.082);
});

test('nobody is known again on the next day: the salt is another', () => {
  const told: DayVisitors[] = [];
  const visitors = new Visitors((each) => told.push(each));
  const today = visitors.addVisitor(noon, '192.0.2.1', 'Firefox');
  expect(visitors.addVisitor(noon, '192.0.2.1', 'Firefox')).toBe(today);
  expect(visitors.addVisitor(noon + day, '192.0.2.1', 'Firefox')).not.toBe(today);
  expect(told).toEqual([{ day: '2026-08-01', count: 1 }]);
  visitors.endDay(noon + day);
  expect(told[1]).toEqual({ day: '2026-08-02', count: 1 });
});

test('a day without visitors is not told', () => {
  const told: DayVisitors[] = [];
  const visitors = new Visitors((each) => told.push(each));
  visitors.countToday(noon);
  visitors.endDay(noon + day);
  expect(told).toEqual([]);
});
