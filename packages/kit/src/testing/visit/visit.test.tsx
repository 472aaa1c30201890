import { test } from 'vitest';
import { z } from 'zod';

import { defineLive, event } from '../../live/author/define.js';
import type { LiveView } from '../../live/author/define.js';
import { createTestApp } from '../fetch-page.js';
import { liveVisitor } from './visit.js';

/** An app of one page with one live view. */
const appOf = <S extends object>(View: LiveView<object, S, unknown>) =>
  createTestApp({
    routes: { 'index.tsx': { default: () => <View /> } },
    views: { [View.id]: View as LiveView },
  });

test('lv-value-… adds members to a payload, as in browsers', async () => {
  const View = defineLive(
    {
      mount: () => ({ got: '' }),
      events: {
        note: (live, payload) => live.assign({ got: JSON.stringify(payload) }),
        remove: event(z.object({ id: z.string() }), (live, { id }) => live.assign({ got: id })),
      },
    },
    ({ state, on }) => (
      <main>
        <button lv-click="remove" lv-value-id={10}>
          Remove
        </button>
        <button lv-click="note" lv-value-a="1" lv-value-value="2" value="3">
          Value
        </button>
        <button lv-click={on.note({ a: 2, b: 3 })} lv-value-a="1" lv-value-c="4">
          Members
        </button>
        <button lv-click={on.note('text')} lv-value-a="1">
          Text
        </button>
        <form lv-submit="note" lv-value-a="1" lv-value-name="2">
          <input name="name" value="Ann" />
          <button>Send</button>
        </form>
        <p>Got {state.got}</p>
      </main>
    ),
    'values',
  );
  await liveVisitor(appOf(View))('/')
    .click('Remove')
    .see('Got 10')
    .click('Value')
    .see('Got {"a":"1","value":"3"}')
    .click('Members')
    .see('Got {"a":2,"c":"4","b":3}')
    .click('Text')
    .see('Got "text"')
    .click('Send')
    .see('Got {"a":"1","name":"Ann"}');
});
