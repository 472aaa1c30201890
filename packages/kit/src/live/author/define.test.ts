import { expect, test } from 'vitest';
import { z } from 'zod';

import { attributeText } from '../../template/attributes.js';
import { defineLive, event } from './define.js';

test('a handler that several events share has the schema of each event, and none if used directly', () => {
  const add = (): void => {};
  const small = z.number().max(1);
  const large = z.number().max(1_000);
  const view = defineLive(
    { mount: () => ({}), events: { small: event(small, add), large: event(large, add), add } },
    () => null,
  );
  expect(['small', 'large', 'add'].map((name) => view.events.get(name)?.schema)).toEqual([
    small,
    large,
    undefined,
  ]);
});

test('an event is bound with options, with and without a payload', () => {
  const seen: string[] = [];
  const view = defineLive(
    { mount: () => ({}), events: { save: () => {}, add: event(z.number(), () => {}) } },
    ({ on }) => {
      seen.push(
        `${on.save.debounce(300)}`,
        `${on.save()}`,
        `${on.add(1).confirm('Sure?')}`,
        `${on.add.queue('drop')}`,
      );
      return null;
    },
  );
  view.render({}, {});
  expect(seen).toEqual(['save?debounce=300', 'save', 'add?confirm=Sure%3F 1', 'add?queue=drop']);
});

test('an event that is not called is bound without a payload', () => {
  let given: unknown[] = [];
  const events = { key: () => {}, 'look-up': event(z.object({ key: z.string() }), () => {}) };
  const view = defineLive({ mount: () => ({}), events }, ({ on }) => {
    given = [on.key, on['look-up'], on['look-up']()];
    return null;
  });
  view.render({}, {});
  expect(given.map(attributeText('lv-keydown'))).toEqual(['key', 'look-up', 'look-up']);
  expect(() => attributeText('title')(given[0])).toThrow('"title" was given a function');
  expect(() => attributeText('lv-click')(() => {})).toThrow(
    'was given a function, and handlers run on the server',
  );
});

test.each(['save all', 'save?', 'a\nb'])('an event is not named %j', (name) => {
  expect(() => defineLive({ mount: () => ({}), events: { [name]: () => {} } }, () => null)).toThrow(
    'names contain no space and no "?"',
  );
});
