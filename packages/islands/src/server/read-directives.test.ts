import { describe, expect, test } from 'vitest';

import { DirectivesError, readDirectives } from './read-directives.js';

test('the strategy, its value as text, the priority and the rest are distinguished', () => {
  expect(
    readDirectives({
      'client:visible': '200px',
      'client:priority': 'high',
      points: [1],
      client: 1,
    }),
  ).toStrictEqual({
    strategy: 'visible',
    value: '200px',
    priority: 'high',
    rest: { points: [1], client: 1 },
  });
});

test.each<[value: unknown, text: string | undefined]>([
  [true, undefined],
  [300, '300'],
  ['click focusin', 'click focusin'],
  ['', ''],
])('a strategy with %j gets %j', (value, text) => {
  const { value: told, priority } = readDirectives({ 'client:idle': value });
  expect([told, priority]).toEqual([text, undefined]);
});

test('a strategy of the app has any name', () => {
  expect(readDirectives({ 'client:my-own': true }).strategy).toBe('my-own');
});

test('strategies that are false or undefined are not chosen', () => {
  const props = { 'client:load': false, 'client:idle': undefined, 'client:none': true };
  expect(readDirectives(props)).toMatchObject({ strategy: 'none', rest: {} });
});

describe('an error says', () => {
  const reading = (props: Record<string, unknown>) => () => readDirectives(props);
  test.each<[reason: DirectivesError['reason'], props: Record<string, unknown>, message: RegExp]>([
    ['none', { points: [1] }, /no strategy: choose one of client:load.*client:none for HTML alone/],
    ['none', { 'client:priority': 'high' }, /no strategy/],
    ['none', { 'client:load': false }, /no strategy/],
    ['several', { 'client:load': true, 'client:idle': 9 }, /client:load and client:idle/],
    ['priority', { 'client:load': true, 'client:priority': 'soon' }, /"soon".*high, auto, low/],
  ])('%s', (reason, props, message) => {
    expect(reading(props)).toThrow(DirectivesError);
    expect(reading(props)).toThrow(expect.objectContaining({ reason }));
    expect(reading(props)).toThrow(message);
  });
});
