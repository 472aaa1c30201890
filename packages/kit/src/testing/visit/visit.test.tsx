import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { defineLive, event } from '../../live/author/define.js';
import type { LiveView } from '../../live/author/define.js';
import { form } from '../../live/form/form.js';
import { testIsland } from '../../../test/islands.js';
import { createTestApp } from '../create-test-app.js';
import { liveVisitor, readingVisitor, type Visit } from './visit.js';

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

const trip = form(z.object({ title: z.string().min(1, 'Which title?') }));

/** A form whose fields are checked as they change, and an event that starts it again. */
const Trip = defineLive(
  {
    mount: () => ({ trip: trip.start({ title: '' }), saved: '' }),
    events: {
      check: trip.check('trip'),
      save: trip.submit('trip', (live, { title }) => live.assign({ saved: `Saved ${title}` })),
      clear: (live) => live.assign({ trip: trip.start({ title: '' }) }),
    },
  },
  ({ state, on }) => {
    const f = trip.fields(state.trip);
    return (
      <main>
        <form {...f.form} lv-submit={on.save()} lv-input={on.check()}>
          <label for={f.title.id}>Title</label>
          <input {...f.title.input()} /> {f.title.errors}
          <button>Save</button>
          <button type="reset">Reset</button>
        </form>
        <button lv-click={on.clear()}>Start over</button>
        <p>{state.saved}</p>
      </main>
    );
  },
  'trip',
);

test("a field shows the server's new value once the server has its text, as in browsers", async () => {
  const visit = liveVisitor(appOf(Trip))('/');
  await visit
    .fill('Title', 'Half')
    .click('Start over')
    .click('Save')
    .see('Which title?')
    .fill('Title', 'Whole')
    .click('Save')
    .see('Saved Whole');
});

test('a reset without script gives the fields of a form back to the server', async () => {
  const visit = readingVisitor(appOf(Trip))('/');
  await visit.fill('Title', 'Half').click('Reset').click('Save').see('Which title?');
});

/** Fields whose events show what they carry. */
const Fields = defineLive(
  {
    mount: () => ({ got: '', count: 0, loud: 'no', size: 'S', rows: ['a', 'b'] }),
    events: {
      note: (live, payload) => live.assign({ got: JSON.stringify(payload) }),
      change: (live, payload) => live.assign({ got: JSON.stringify(payload), size: 'S' }),
      next: (live) => live.assign({ count: live.state.count + 1 }),
      turn: (live) => live.assign({ rows: [...live.state.rows].reverse() }),
      empty(live, payload) {
        live.assign({ got: JSON.stringify(payload) });
        live.resetForm();
      },
    },
  },
  ({ state, on }) => (
    <main>
      <form lv-submit={on.note()}>
        <input aria-label="Told" name="told" value={`t${state.count}`} lv-input={on.note()} />
        <input aria-label="Untold" name="untold" value={`u${state.count}`} />
        <input aria-label="Free" name="free" lv-input={on.note()} />
        <select aria-label="Size" name="size" lv-change={on.change()}>
          {['S', 'M'].map((size) => (
            <option key={size} selected={size === state.size}>
              {size}
            </option>
          ))}
        </select>
        <button>Send</button>
        <button type="reset" lv-click={on.next()}>
          Reset and go on
        </button>
      </form>
      <form lv-submit={on.empty()}>
        <input aria-label="Emptied" name="emptied" />
        <button>Empty</button>
      </form>
      {state.rows.map((row) => (
        <form key={row} lv-submit={on.note()}>
          <input aria-label={`Row ${row}`} name="text" />
          <button aria-label={`Send ${row}`}>Send</button>
        </form>
      ))}
      <button lv-click={on.next()}>Next</button>
      <button lv-click={on.turn()}>Turn</button>
      <p>Got {state.got}</p>
    </main>
  ),
  'fields',
);

describe('over a connection', () => {
  const visit = () => liveVisitor(appOf(Fields))('/');

  test('a text that no event has carried stays', async () => {
    await visit()
      .fill('Told', 'a')
      .fill('Untold', 'b')
      .fill('Free', 'c')
      .click('Next')
      .click('Send')
      .see('Got {"told":"t1","untold":"b","free":"c","size":"S"}')
      .click('Send')
      .see('Got {"told":"t1","untold":"u1","free":"c","size":"S"}');
  });

  test('a choice that the server does not take is taken back', async () => {
    await visit().choose('Size', 'M').see('Got {"size":"M"}').click('Send').see('"size":"S"');
  });

  test('a reset gives the fields of a form back, and raises the event of its button', async () => {
    await visit()
      .fill('Untold', 'b')
      .fill('Free', 'c')
      .click('Reset and go on')
      .click('Send')
      .see('Got {"told":"t1","untold":"u1","free":"","size":"S"}');
  });

  test('live.resetForm() empties the fields of its form alone', async () => {
    await visit()
      .fill('Emptied', 'a')
      .fill('Free', 'b')
      .click('Empty')
      .see('Got {"emptied":"a"}')
      .click('Empty')
      .see('Got {"emptied":""}')
      .click('Send')
      .see('"free":"b"');
  });

  test('a text stays with its row', async () => {
    await visit()
      .fill('Row a', 'of a')
      .click('Turn')
      .click('Send b')
      .see('Got {"text":""}')
      .click('Send a')
      .see('Got {"text":"of a"}');
  });
});

test('a button of an island says which visitor can press it', async () => {
  const Press = testIsland('islands/press.island', () => '<button>Press</button>');
  const page = { default: () => <Press client:load /> };
  const app = createTestApp({ routes: { 'index.tsx': page }, views: {} });
  for (const visitor of [liveVisitor, readingVisitor])
    await expect(visitor(app)('/').click('Press')).rejects.toThrow('Take browserVisitor.');
});

test('a button for a reset outside of forms does nothing', async () => {
  const app = createTestApp({
    routes: { 'index.tsx': { default: () => <button type="reset">Reset</button> } },
    views: {},
  });
  for (const visitor of [liveVisitor, readingVisitor])
    await expect(visitor(app)('/').click('Reset').see('Reset')).resolves.toBeUndefined();
});

describe.each([
  ['over a connection', liveVisitor],
  ['without script', readingVisitor],
])('%s, a step on a page that is not there', (_, visitor) => {
  const home = { default: () => <a href="/nowhere?a=1">Away</a> };
  const app = createTestApp({ routes: { 'index.tsx': home } });

  test.each<[step: string, take: (visit: Visit) => Visit]>([
    ['fill', (visit) => visit.fill('Title', 'x')],
    ['click', (visit) => visit.click('Save')],
    ['see', (visit) => visit.see('Saved')],
  ])('says so: %s', async (_step, take) => {
    const status = 'The status is 404, of /nowhere?a=1.';
    await expect(take(visitor(app)('/').click('Away'))).rejects.toThrow(status);
  });

  test('is silent about one that is there', async () => {
    await expect(visitor(app)('/').click('Save')).rejects.toThrow(/there are: "Away"\.$/);
  });
});
