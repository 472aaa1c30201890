import { describe, expect, test } from 'vitest';

import { defineLive } from '../../live/author/define.js';
import { createTestApp } from '../create-test-app.js';
import { mountLive } from '../mount-live.js';
import { liveVisitor, readingVisitor } from './visit.js';

let handled: unknown[] = [];

const Notes = defineLive(
  { mount: () => ({}), events: { note: (_, value) => void handled.push(value) } },
  ({ on }) => (
    <section>
      <button lv-click={on.note()}>nothing</button>
      <button lv-click={on.note()} value="v">
        value
      </button>
      <button lv-click={on.note()} lv-value-id={7} lv-value-n1="x">
        members
      </button>
      <button lv-click={on.note()} lv-value-id={7} lv-value-value="w" value="v">
        both
      </button>
      <button lv-click={on.note({ id: 1, to: '"<&' })} lv-value-id={7} lv-value-n="8">
        payload
      </button>
      <button lv-click={on.note([1])} lv-value-id={7}>
        list
      </button>
      <button lv-click={on.note(5)} lv-value-id={7}>
        number
      </button>
      <input type="image" alt="image" lv-click={on.note()} lv-value-id={7} value="v" />
      <form lv-submit={on.note({ to: 1 })} lv-value-id={7} lv-value-text="lost" lv-value-to="lost">
        <label>
          Text <textarea name="text" />
        </label>
        <button>save</button>
        <button name="by" value="b">
          save by
        </button>
        <input type="image" alt="save at" name="at" />
      </form>
      <form lv-submit={on.note()}>
        <label>
          <input type="checkbox" name="box" /> Box
        </label>
        <button>tick</button>
      </form>
    </section>
  ),
  'notes',
);

const form = { id: '7', text: 'a\nb', to: 1 };
const payloads: Record<string, unknown> = {
  nothing: null,
  value: { value: 'v' },
  members: { id: '7', n1: 'x' },
  both: { id: '7', value: 'v' },
  payload: { id: 1, n: '8', to: '"<&' },
  list: { 0: 1, id: '7' },
  number: 5,
  image: { id: '7', value: 'v' },
  save: form,
  'save by': { ...form, by: 'b' },
  'save at': { ...form, 'at.x': '0', 'at.y': '0' },
  tick: {},
};

describe.each([
  ['over a connection', liveVisitor],
  ['without script', readingVisitor],
])('%s', (_, visitor) => {
  test.each(Object.entries(payloads))('the payload is the same: %s', async (button, payload) => {
    handled = [];
    const routes = { 'index.tsx': { default: () => <Notes /> } };
    const app = createTestApp({ routes, views: { notes: Notes } });
    await visitor(app)('/').fill('Text', 'a\nb').click(button).leave();
    expect(handled).toEqual([payload]);
    await app.close();
  });
});

test('a payload for which the server closes the connection is an error of the test', async () => {
  const View = defineLive(
    { mount: () => ({}), events: { note: () => {} } },
    () => <button lv-click='note {"__proto__": 1}'>bad</button>,
    'notes',
  );
  const routes = { 'index.tsx': { default: () => <View /> } };
  const app = createTestApp({ routes, views: { notes: View } });
  await expect(liveVisitor(app)('/').click('bad')).rejects.toThrow('A key may not be "__proto__".');
  await app.close();
});

test('a mounted view gets the members, too', async () => {
  handled = [];
  const view = await mountLive(Notes);
  await view.click('members');
  await view.click('both');
  await view.click('payload');
  await view.submit('form', { text: 'a' });
  expect(handled).toEqual([
    payloads['members'],
    payloads['both'],
    payloads['payload'],
    { id: '7', text: 'a', to: 1 },
  ]);
});
