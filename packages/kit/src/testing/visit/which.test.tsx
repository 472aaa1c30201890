import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { defineLive, event } from '../../live/author/define.js';
import { createTestApp } from '../create-test-app.js';
import { liveVisitor, readingVisitor } from './visit.js';

const View = defineLive(
  {
    mount: () => ({ said: '' }),
    events: {
      up: event(z.object({ row: z.string() }), (live, { row }) =>
        live.assign({ said: `Up with ${row}` }),
      ),
      send: (live, payload) => live.assign({ said: JSON.stringify(payload) }),
      remove: (live) => live.assign({ said: 'Removed' }),
    },
  },
  ({ state, on }) => (
    <main>
      <h1>Harbours</h1>
      <ol>
        {['Bergen', 'Oslo'].map((row) => (
          <li key={row}>
            <b>{row.slice(0, 2)}</b>
            {row.slice(2)} <button lv-click={on.up({ row })}>Up</button>
            <button lv-click={on.remove.confirm('Sure?')}>Remove</button>
          </li>
        ))}
      </ol>
      <form lv-submit={on.send()} id="ports">
        {['Bergen', 'Oslo'].map((row) => (
          <fieldset key={row}>
            <legend>{row}</legend>
            <input aria-label="Port" name={row} />
            <select aria-label="Depth" name={`depth${row}`}>
              <option>Low</option>
              <option>High</option>
            </select>
            <input type="checkbox" aria-label="Night" name={`night${row}`} />
          </fieldset>
        ))}
        <button lv-confirm="Sure?">Send</button>
        <button hidden>Up</button>
      </form>
      <button lv-click={on.up({ row: 'all' })}>Up all</button>
      <button lv-click={on.up({ row: 'none' })}>Down all</button>
      <p>
        Said: <i>{state.said}</i>.
      </p>
      <textarea aria-label="Note">of a field</textarea>
    </main>
  ),
  'harbours',
);

const app = createTestApp({
  routes: { 'index.tsx': { default: () => <View /> } },
  views: { harbours: View },
});

describe.each([
  ['over a connection', liveVisitor],
  ['without script', readingVisitor],
])('%s', (_, visitor) => {
  test('a step says which of several it means, by a text around it or by number', async () => {
    await visitor(app)('/')
      .click('Up', { within: 'Oslo' })
      .see('Up with Oslo')
      .click('Up', { nth: 1 })
      .see('Up with Bergen')
      .click('Up', { within: 'Harbours', nth: 2 })
      .see('Up with Oslo');
  });

  test('fields are told apart in the same way', async () => {
    await visitor(app)('/')
      .fill('Port', 'a', { within: 'Oslo' })
      .fill('Port', 'b', { nth: 1 })
      .choose('Depth', 'High', { nth: 2 })
      .check('Night', { within: 'Bergen' })
      .check('Night', { within: 'Oslo' })
      .uncheck('Night', { nth: 2 })
      .click('Send')
      .see('"Bergen":"b","depthBergen":"Low","nightBergen":"on","Oslo":"a","depthOslo":"High"}');
  });

  test('a step that may mean several fails, and names them', async () => {
    const visit = visitor(app);
    await expect(visit('/').click('Up')).rejects.toThrow(
      `2 buttons or links are named "Up". Say which by { within: 'a text of its row' } or { nth: 1 }; they are in: 1. "Bergen UpRemove", 2. "Oslo UpRemove".`,
    );
    await expect(visit('/').fill('Port', 'a')).rejects.toThrow('2 fields are named "Port".');
    await expect(visit('/').click('Up', { within: 'Harbours' })).rejects.toThrow(
      '2 buttons or links are named "Up" within "Harbours".',
    );
    await expect(visit('/').click('Up', { nth: 3 })).rejects.toThrow(
      'There is no number 3 of the buttons or links named "Up": there are 2.',
    );
    await expect(visit('/').click('Up', { within: 'Rome' })).rejects.toThrow(
      'No button or link is named "Up" within "Rome"; there are: "Up", "Remove",',
    );
  });

  test('a text is found whether a style sheet sets its parts apart or not', async () => {
    await visitor(app)('/')
      .see('Up all Down all')
      .see('Up allDown all')
      .see('Bergen')
      .see('Said: .')
      .seeNot('HarboursBergen')
      .seeNot('of a field');
  });
});

test('a visitor over a connection may decline', async () => {
  const visit = liveVisitor(app);
  await visit('/')
    .decline('Remove', { nth: 2 })
    .decline('Send')
    .see('Said: .')
    .click('Remove', { nth: 2 })
    .see('Removed');
  await expect(visit('/').decline('Up all')).rejects.toThrow(
    'Nobody asks at "Up all", so nothing can be declined.',
  );
});

test('without script nobody asks', async () => {
  const visit = readingVisitor(app);
  await visit('/').click('Remove', { nth: 1 }).see('Removed');
  await expect(visit('/').decline('Remove', { nth: 1 })).rejects.toThrow('Nobody asks at "Remove"');
});
