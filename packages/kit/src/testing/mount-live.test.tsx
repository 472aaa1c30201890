import { expect, test, vi } from 'vitest';
import { z } from 'zod';

import { defineLive, event } from '../live/define.js';
import { type Async, pending } from '../live/types.js';
import { fetchPage } from './fetch-page.js';
import { mountLive } from './mount-live.js';

const Counter = defineLive(
  {
    mount: ({ props }: { props: { start?: number } }) => ({ count: props.start ?? 0 }),
    events: {
      increment: event(z.object({ by: z.number().int() }), (live, { by }) =>
        live.assign({ count: live.state.count + by }),
      ),
      reset: (live) => live.assign({ count: 0 }),
    },
  },
  ({ state, on }) => (
    <p>
      <button lv-click={on.increment({ by: 2 })}>+</button> {state.count}
      <button lv-click="reset">reset</button>
    </p>
  ),
);

test('a click runs the handler, and the tree equals a fresh render', async () => {
  const counter = await mountLive(Counter, { props: { start: 3 } });
  await counter.click('+');
  expect(counter.state).toEqual({ count: 5 });
  expect(counter.html()).toBe(
    '<p><button lv-click="increment {&quot;by&quot;:2}">+</button> 5<button lv-click="reset">reset</button></p>',
  );
  await counter.click('reset');
  expect(counter.text()).toBe('+ 0reset');
});

test('a payload that the schema refuses is an error of the test', async () => {
  const counter = await mountLive(Counter, {});
  await expect(counter.send('increment', { by: 'x' })).rejects.toThrow('invalid-payload');
  await expect(counter.click('nothing')).rejects.toThrow(/there are: "\+", "reset"/);
});
