import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { loneRegion } from '../../../test/lone-region.js';
import { mountLive } from '../../testing/mount-live.js';
import { defineLive, type EventHandler } from '../author/define.js';
import { handleEvent } from '../region/handle-event.js';
import { form } from './form.js';
import type { FormSchema } from './schema/json-form.js';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

/** A view with one form of this schema. */
function viewOf(schema: FormSchema, rendered: readonly string[] = []) {
  const task = form(schema);
  return defineLive(
    {
      mount: () => ({ task: task.start(), done: 0 }),
      events: {
        check: task.check('task'),
        save: task.submit('task', (live) => live.assign({ done: live.state.done + 1 })),
        refuse: task.submit('task', (_live, _value, form) => form.error('No.')),
        clear: task.submit('task', (_live, _value, form) => form.reset()),
        look: task.check('task', (_live, form) => form.error('title')),
      },
    },
    ({ state }) => {
      const f = task.fields(state.task) as unknown as Record<string, { input(): object }>;
      return (
        <form>
          {rendered.map((name) => (
            <input key={name} {...f[name]?.input()} />
          ))}
        </form>
      );
    },
    'live/task',
  );
}

const title = z.object({ title: z.string().min(1) });

describe('the outcome', () => {
  const outcome = (event: string, value: object): unknown => {
    const view = viewOf(title);
    const state = view.mount({} as never) as Record<string, unknown>;
    const handler = view.events.get(event) as EventHandler;
    return handleEvent(loneRegion(view, { state }).region, handler, event, value);
  };

  test.each([
    ['of a valid form is not invalid', 'save', 'a', undefined],
    ['of an invalid form is invalid', 'save', '', true],
    ['is invalid if the handler gives an error', 'refuse', 'a', true],
    ['is not invalid for a check', 'check', '', undefined],
  ])('%s', (_, event, text, isInvalid) => {
    expect(outcome(event, { title: text })).toMatchObject({ staged: { isInvalid } });
  });

  test('of a reset empties the fields on the page', () => {
    expect(outcome('clear', { title: 'a' })).toMatchObject({ staged: { meta: { reset: true } } });
  });
});

test('an error that a handler gives shows before its field is used', async () => {
  const view = await mountLive(viewOf(title));
  await view.send('look', {});
  expect(view.state.task.given).toEqual({ '': ['title'] });
  // seam: of any schema
  expect(form(title).fields(view.state.task as never).messages).toEqual(['title']);
});

test('a schema may be asynchronous', async () => {
  const view = await mountLive(
    viewOf(z.object({ name: z.string().refine(async (name) => name !== 'taken', 'Taken.') })),
  );
  await view.send('save', { name: 'taken' });
  expect(view.state).toMatchObject({ done: 0, task: { found: { name: ['Taken.'] } } });
  await view.send('save', { name: 'free' });
  expect(view.state).toMatchObject({ done: 1, task: { found: {} } });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('boom');
    },
  ],
  ['rejects', () => Promise.reject(new Error('boom'))],
])('a schema that %s fails the event, and the form stays as it was', async (_, validate) => {
  const standard = { ...title['~standard'], validate } as unknown as StandardSchemaV1.Props;
  const broken = { '~standard': standard } as FormSchema;
  const view = await mountLive(viewOf(broken), { log });
  const before = view.state;
  await expect(view.send('save', { title: 'a' })).rejects.toThrow('failed');
  expect(view.state).toBe(before);
});

describe('in development', () => {
  const warnings = () => log.warn.mock.calls.map(([text]) => String(text));
  // A busy machine is no fault of the view.
  const limits = { slowTurnTimeout: 600_000 };

  test('a submit that fails for a field that is never rendered is a warning, once', async () => {
    log.warn.mockClear();
    const view = viewOf(z.object({ title: z.string(), qty: z.number(), own: z.number() }), [
      'title',
    ]);
    const mounted = await mountLive(view, { log, limits });
    await mounted.send('check', { title: 'a', own: '' });
    expect(warnings()).toEqual([]);
    await mounted.send('save', { title: 'a', own: '' });
    await mounted.send('save', { title: 'a', own: '' });
    // The view writes the field `own` itself.
    expect(warnings()).toEqual([
      'The form "task" of the live view "live/task" was refused for its field "qty", which the view never renders. ' +
        'Render the field and its `errors`, give it a value in start(), or make it optional in the schema.',
    ]);
  });

  test('a field that is rendered is none', async () => {
    log.warn.mockClear();
    const view = await mountLive(viewOf(title, ['title']), { log, limits });
    await view.send('save', {});
    expect(view.state).toMatchObject({ done: 0 });
    expect(warnings()).toEqual([]);
  });
});

const hostile: Record<string, unknown> = {
  nothing: null,
  'a list': [1],
  'a text': 'title',
  'a prototype': { 'a.__proto__.b': '1', 'constructor.prototype.x': '1' },
  'deep values': { title: { a: 1 }, lines: [['a']] },
  'unknown fields': { nothing: 'a', 'title.more': 'a', 'title[0]': 'a', 'lines.length': '9' },
  'members of objects': { toString: 'a', hasOwnProperty: 'a', 'lines[0].valueOf': 'a' },
  'an index out of reach': { 'lines[999999999].city': 'a', 'lines[500].city': 'a' },
  'edits of nothing': { _list: 'remove lines[7]' },
  'other edits': { _list: '__proto__ lines[0]' },
  'buttons that are no texts': { _list: { toString: 1 }, _button: { toString: 1 } },
  'a field that changed, and is no text': { _target: { toString: 1 } },
  'an edit of a field': { _list: 'add title' },
  'an edit in a row that is not there': { _list: 'add lines[4].stops' },
  'an unknown field that changed': { _target: '__proto__' },
};

const trip = form(
  z.object({
    title: z.string(),
    lines: z.array(z.object({ city: z.string(), stops: z.array(z.object({ at: z.string() })) })),
  }),
);
const Trip = defineLive(
  { mount: () => ({ trip: trip.start() }), events: { check: trip.check('trip') } },
  () => null,
);

describe('a payload of', () => {
  test.each(Object.entries(hostile))('%s enters nothing', async (_, payload) => {
    const view = await mountLive(Trip, { log });
    await view.send('check', payload);
    expect(view.state.trip.entries).toEqual({ texts: {}, lists: {} });
    expect(view.state.trip.used).toEqual({});
    expect('x' in {}).toBe(false);
  });

  test('too many rows enters as many as there may be', async () => {
    const view = await mountLive(Trip, { log, limits: { maxFormRows: 3 } });
    const rows = Object.fromEntries(
      [0, 1, 2, 3, 4].map((row) => [`lines[${row}].city`, String(row)]),
    );
    await view.send('check', rows);
    await view.send('check', { _list: 'add lines' });
    expect(view.state.trip.entries.lists).toEqual({ lines: { order: [0, 1, 2], next: 3 } });
  });
});

describe('form()', () => {
  const refused: Record<string, [schema: unknown, problem: string]> = {
    'a file': [z.object({ address: z.object({ photo: z.file() }) }), 'has a file as "photo"'],
    'a text': [z.string(), 'has a schema that is no object'],
    'a name with a dot': [z.object({ 'a.b': z.string() }), 'has a field with the name "a.b"'],
    'a name of every object': [
      z.object({ list: z.array(z.object({ constructor: z.string() })) }),
      'has a field with the name "constructor"',
    ],
    'a name that the fields use': [
      z.object({ errors: z.string() }),
      'has a field "errors", which is a name of its own',
    ],
    'a name in payloads': [
      z.object({ _key: z.string() }),
      'has a field "_key", which is a name of its own',
    ],
  };

  test.each(Object.entries(refused))('refuses %s', (_, [schema, problem]) => {
    expect(() => form(schema as FormSchema)).toThrow(
      expect.objectContaining({ code: 'bad-form', message: `A form ${problem}.` }),
    );
  });
});

test('a handler that has removed its form may still reset it, and give it an error', async () => {
  const row = form(title);
  const Rows = defineLive(
    {
      mount: () => ({ rows: { a: row.start({}, { id: 'a' }), b: row.start({}, { id: 'b' }) } }),
      events: {
        close: row.submit('rows', (live, _, own) => {
          const { [own.key as 'a']: _gone, ...rows } = live.state.rows;
          live.assign({ rows: rows as typeof live.state.rows });
          own.reset();
          own.error('No.');
          live.reply([own.valid, own.changes]);
        }),
      },
    },
    ({ state, on }) =>
      Object.entries(state.rows).map(([key, each]) => (
        <form key={key} {...row.fields(each).form} lv-submit={on.close({ _key: key })}>
          <input {...row.fields(each).title.input()} />
        </form>
      )),
    'live/rows',
  );
  const view = await mountLive(Rows);
  expect(await view.submit('#a', { title: 'x' })).toEqual([true, { title: 'x' }]);
  expect(Object.keys(view.state.rows)).toEqual(['b']);
});
