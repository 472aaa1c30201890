import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { Reader } from '../../test/reader.js';
import { serveViews, type Site } from '../../test/visitor.js';
import { defineLive, event } from '../live/author/define.js';
import type { MountContext } from '../live/author/contexts.js';
import { publish } from '../live/messages/app-publish.js';

let site: Site;
afterEach(() => site.stop());

// Views that show only what topics tell them, as those of an app do whose data is in a store.
const Sum = defineLive(
  {
    mount: ({ subscribe }: MountContext) => {
      subscribe('added');
      subscribe('slowly');
      return { sum: 0 };
    },
    events: {
      add: event(z.object({ by: z.number() }), (live, { by }) => live.publish('added', by)),
      addByModule: () => publish('added', 100),
      addSlowly: (live) => live.publish('slowly', 7),
      leave: (live) => live.publish('added', -1),
    },
    messages: {
      added: (live, by: number) =>
        by < 0 ? live.redirect('/away') : live.assign({ sum: live.state.sum + by }),
      slowly: async (live, by: number) => {
        await new Promise(setImmediate);
        live.assign({ sum: live.state.sum + by });
      },
    },
  },
  ({ state, on }) => (
    <p>
      <b>{state.sum}</b>
      <button lv-click={on.add({ by: 1 })}>one</button>
      <button lv-click={on.addByModule()}>hundred</button>
      <button lv-click={on.addSlowly()}>slowly</button>
      <button lv-click={on.leave()}>leave</button>
    </p>
  ),
  'sum',
);

const Around = defineLive(
  {
    mount: () => ({}),
    events: { add: (live) => live.publish('added', 20) },
  },
  ({ on }) => (
    <div>
      <button lv-click={on.add()}>twenty</button>
      <Sum />
    </div>
  ),
  'around',
);

async function open(path = '/'): Promise<Reader> {
  const routes = {
    'index.tsx': { default: () => <Sum /> },
    'around.tsx': { default: () => <Around /> },
  };
  site = await serveViews({ sum: Sum, around: Around }, { routes });
  return new Reader(site).open(path);
}

describe('the answer to a post shows', () => {
  test.each([
    ['one', '1', 'live.publish'],
    ['hundred', '100', 'publish of a module'],
    ['slowly', '7', 'a handler of messages that takes its time'],
  ])('the message of its own handler: %s', async (button, sum) => {
    const reader = await open();
    await reader.press(button);
    expect([reader.status, reader.count]).toEqual([200, sum]);
    await reader.press(button);
    expect(reader.count).toBe(String(2 * Number(sum)));
  });

  test('the message in a region inside', async () => {
    const reader = await open('/around');
    await reader.press('twenty');
    expect(reader.count).toBe('20');
  });

  test('the page to which the handler of the message sends the visitor', async () => {
    const reader = await open();
    await reader.press('leave');
    expect([reader.status, reader.location]).toEqual([303, '/away']);
  });
});
