import { expect, test } from 'vitest';
import { z } from 'zod';

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
