import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { mountLive } from '../../testing/mount-live.js';
import { defineLive, type LiveView } from '../author/define.js';
import type { FormState } from './form-state.js';
import { form } from './form.js';
import type { FormSchema } from './schema/json-form.js';

const schema = z.object({
  title: z.string().trim().min(1, 'Say what it is.'),
  hours: z.number('Say a number.').min(1, 'At least one.'),
  urgent: z.boolean(),
  tags: z.array(z.string()),
  lines: z.array(z.object({ city: z.string().min(1, 'Where?') })).min(1, 'Add a line.'),
});

const task = form(schema, { buttons: ['draft', 'send'] });

const saved = vi.fn();

const Task = defineLive(
  {
    mount: () => ({
      task: task.start({ hours: 2, tags: ['a'], lines: [{ city: 'Oslo' }] }, { id: 'task' }),
    }),
    events: {
      check: task.check('task'),
      save: task.submit('task', (_, value, { button, changes }) => {
        saved({ value, button, changes });
      }),
      refuse: task.submit('task', (_, value, form) => {
        form.error('hours', `Only ${value.hours - 1} left.`);
        form.error('lines[0].city', 'Closed.');
        form.error('Come back tomorrow.');
      }),
      clear: task.submit('task', (_live, _value, form) => form.reset()),
      rename: task.submit('task', (_live, _value, form) => form.reset({ title: 'New' })),
      next: task.step('task', ['title'], () => void saved('step')),
    },
  },
  ({ state, on }) => {
    const f = task.fields(state.task);
    return (
      <form {...f.form} lv-submit={on.save()} lv-input={on.check()}>
        <input {...f.title.input()} />
        {f.title.errors}
        <input {...f.hours.input()} />
        {f.hours.errors}
        {f.urgent.checkbox()}
        {f.tags.checkbox('a')}
        {f.tags.checkbox('b')}
        {f.lines.rows.map((row) => (
          <p key={row.key}>
            <input {...row.fields.city.input()} />
            {row.fields.city.errors}
            <button {...row.up()}>Up</button>
            <button {...row.remove()}>Remove</button>
          </p>
        ))}
        {f.lines.errors}
        <button {...f.lines.add()}>Add</button>
        <button {...f.button('send')}>Send</button>
        {f.errors}
        {f.valid === false && 'invalid'}
      </form>
    );
  },
);

const filled = {
  title: 'Paint',
  hours: '3',
  urgent: ['', 'on'],
  tags: ['', 'b'],
  'lines[0].city': 'Bergen',
};

const mount = async () => {
  saved.mockClear();
  const view = await mountLive(Task);
  const element = (id: string) =>
    new RegExp(`<(?:input|span)[^>]* id="task-${id.replaceAll(/[[\].]/g, '\\$&')}"[^>]*>`).exec(
      view.html(),
    )?.[0];
  const fields = () => task.fields(view.state.task);
  return { view, element, fields };
};

describe('a form', () => {
  test('shows the values that it starts with, and no errors', async () => {
    const { view, element } = await mount();
    expect(view.html()).toContain(
      '<form id="task" method="post" novalidate="" lv-form="" lv-submit="save" lv-input="check">',
    );
    expect(element('title')).toBe(
      '<input type="text" id="task-title" name="title" aria-describedby="task-title-errors" required="" value="">',
    );
    expect(element('hours')).toBe(
      '<input type="number" id="task-hours" name="hours" aria-describedby="task-hours-errors" required="" min="1" step="any" value="2">',
    );
    expect(view.html()).toContain(
      '<input type="hidden" value="" name="urgent"><input id="task-urgent" name="urgent" aria-describedby="task-urgent-errors" type="checkbox">',
    );
    expect(element('tags-a')).toContain('checked');
    expect(element('tags-b')).not.toContain('checked');
    expect(element('lines[0].city')).toContain('value="Oslo"');
    expect(element('title-errors')).toBe('<span id="task-title-errors" class="field-errors">');
  });

  test('hands the output of its schema to the handler', async () => {
    const { view } = await mount();
    await view.submit('form', { ...filled, title: '  Paint ', _button: 'send' });
    expect(saved.mock.calls).toEqual([
      [
        {
          value: {
            title: 'Paint',
            hours: 3,
            urgent: true,
            tags: ['b'],
            lines: [{ city: 'Bergen' }],
          },
          button: 'send',
          changes: {
            title: 'Paint',
            hours: 3,
            urgent: true,
            tags: ['b'],
            lines: [{ city: 'Bergen' }],
          },
        },
      ],
    ]);
  });

  test('tells the handler only of changes, and of buttons that it declares', async () => {
    const { view } = await mount();
    await view.submit('form', { title: 'Paint', urgent: '', _button: 'evil' });
    expect(saved.mock.calls[0]?.[0]).toMatchObject({
      button: undefined,
      changes: { title: 'Paint', urgent: false },
    });
  });

  test('that is invalid shows all errors and what was typed, and does not reach the handler', async () => {
    const { view, element, fields } = await mount();
    await view.submit('form', { title: ' ', hours: '1.', urgent: '' });
    expect(saved).not.toHaveBeenCalled();
    expect(element('title')).toContain('aria-describedby="task-title-errors" aria-invalid="true"');
    expect(view.text()).toContain('Say what it is.');
    expect(fields().hours.value).toBe('1.');
    expect(fields().hours.messages).toEqual([]);
    expect(fields().valid).toBe(false);
  });

  test('checked while it is filled in shows the errors of used fields only', async () => {
    const { view, fields } = await mount();
    await view.input('form', { title: '', hours: '0', urgent: '', _target: 'hours' });
    expect(fields().hours.messages).toEqual(['At least one.']);
    expect(fields().title.messages).toEqual([]);
    await view.input('form', { title: '', hours: '0', urgent: '', _target: 'title' });
    expect(fields().title.messages).toEqual(['Say what it is.']);
    expect(fields().valid).toBe(false);
    await view.input('form', { title: 'Paint', hours: '4' });
    expect(fields().valid).toBe(true);
  });

  test('takes a field for used whose text has changed', async () => {
    const { view, fields } = await mount();
    await view.input('form', { title: 'Paint', hours: '0', urgent: '' });
    expect(fields().hours.messages).toEqual(['At least one.']);
  });

  test('shows the errors of a group as its own', async () => {
    const dates = form(
      z.object({
        stay: z
          .object({ from: z.string(), to: z.string() })
          .refine(({ from, to }) => from <= to, 'Leave later.'),
      }),
    );
    const Stay = defineLive(
      {
        mount: () => ({ dates: dates.start() }),
        events: { save: dates.submit('dates', () => {}) },
      },
      () => null,
    );
    const view = await mountLive(Stay);
    await view.send('save', { 'stay.from': 'b', 'stay.to': 'a' });
    expect(dates.fields(view.state.dates).messages).toEqual(['Leave later.']);
  });

  test('keeps fields that are not on the page', async () => {
    const { view } = await mount();
    await view.input('form', { ...filled });
    await view.submit('form', { title: 'Second' });
    expect(saved.mock.calls[0]?.[0]).toMatchObject({
      value: { title: 'Second', hours: 3, urgent: true, tags: ['b'] },
    });
  });

  test('takes an unticked box, and no choice, as values', async () => {
    const { view, element } = await mount();
    await view.input('form', { ...filled });
    expect(element('urgent')).toContain('checked');
    await view.submit('form', { urgent: '', tags: '' });
    expect(saved.mock.calls[0]?.[0]).toMatchObject({ value: { urgent: false, tags: [] } });
    expect(element('urgent')).not.toContain('checked');
  });

  test('shows errors of its handler until their field changes', async () => {
    const { view, fields } = await mount();
    await view.send('refuse', filled, 'submit');
    expect(fields().hours.messages).toEqual(['Only 2 left.']);
    expect(fields().lines.rows[0]?.fields.city.messages).toEqual(['Closed.']);
    expect(fields().messages).toEqual(['Come back tomorrow.']);
    expect(view.html()).toContain(
      '<span id="task-errors" class="field-errors" role="alert">Come back tomorrow.</span>',
    );
    await view.input('form', { ...filled, title: 'Other' });
    expect(fields().hours.messages).toEqual(['Only 2 left.']);
    await view.input('form', { ...filled, hours: '2' });
    expect(fields().hours.messages).toEqual([]);
    await view.send('save', { ...filled, hours: '2' }, 'submit');
    expect(fields().valid).toBe(true);
  });

  test('begins again after a reset', async () => {
    const { view } = await mount();
    const before = view.state;
    await view.send('clear', filled, 'submit');
    expect(view.state).toEqual(before);
  });

  test('begins again with other values', async () => {
    const { view, fields } = await mount();
    await view.send('rename', filled, 'submit');
    expect(view.state.task).toEqual(task.start({ title: 'New' }, { id: 'task' }));
    expect(fields().title.value).toBe('New');
  });

  test('submits one step of several, if its fields are valid', async () => {
    const { view, fields } = await mount();
    await view.send('next', { title: '' }, 'submit');
    expect(saved).not.toHaveBeenCalled();
    expect(fields().title.messages).toEqual(['Say what it is.']);
    expect(fields().urgent.messages).toEqual([]);
    await view.send('next', { title: 'Paint' }, 'submit');
    expect(saved.mock.calls).toEqual([['step']]);
  });
});

describe('the rows of a form', () => {
  const cities = (fields: () => ReturnType<typeof task.fields>) =>
    fields().lines.rows.map(({ key, fields }) => `${key} ${fields.city.value}`);

  test('are added, filled in, moved and removed by buttons of the form, which submit nothing', async () => {
    const { view, fields } = await mount();
    await view.submit('form', { ...filled, _list: 'add lines' });
    await view.submit('form', { ...filled, 'lines[1].city': 'Turku', _list: 'add lines' });
    expect(cities(fields)).toEqual(['0 Bergen', '1 Turku', '2 ']);
    await view.submit('form', { _list: 'up lines[1]' });
    expect(cities(fields)).toEqual(['1 Turku', '0 Bergen', '2 ']);
    await view.submit('form', { _list: 'down lines[2]' });
    await view.submit('form', { _list: 'remove lines[0]' });
    expect(cities(fields)).toEqual(['1 Turku', '2 ']);
    expect(saved).not.toHaveBeenCalled();
    await view.submit('form', { ...filled, 'lines[2].city': 'Umeå' });
    expect(saved.mock.calls[0]?.[0]).toMatchObject({
      value: { lines: [{ city: 'Turku' }, { city: 'Umeå' }] },
    });
  });

  test('may all be valid: their buttons submit nothing even so', async () => {
    const { view, fields } = await mount();
    await view.submit('form', { ...filled, _list: 'up lines[0]' });
    await view.send('next', { ...filled, _list: 'up lines[0]' }, 'submit');
    expect(fields().valid).toBe(true);
    expect(saved).not.toHaveBeenCalled();
  });

  test('that are removed leave nothing behind', async () => {
    const { view } = await mount();
    await view.send('refuse', filled, 'submit');
    expect(Object.keys(view.state.task.given)).toContain('lines[0].city');
    await view.submit('form', { _list: 'remove lines[0]' });
    expect(JSON.stringify({ ...view.state.task, initial: {} })).not.toContain('lines[0]');
  });

  test('keep their errors when others move or go', async () => {
    const { view, fields } = await mount();
    await view.submit('form', { ...filled, _list: 'add lines' });
    await view.submit('form', { ...filled, 'lines[1].city': '' });
    const messages = () => fields().lines.rows.map((row) => row.fields.city.messages.join());
    expect(messages()).toEqual(['', 'Where?']);
    await view.submit('form', { _list: 'up lines[1]' });
    expect(messages()).toEqual(['Where?', '']);
    await view.submit('form', { _list: 'remove lines[0]' });
    expect(messages()).toEqual(['Where?']);
  });

  test('that are added after a submit show their errors once they are used, or at the next submit', async () => {
    const { view, fields } = await mount();
    const messages = () => fields().lines.rows.map((row) => row.fields.city.messages.join());
    await view.submit('form', { 'lines[0].city': '' });
    await view.submit('form', { 'lines[0].city': '', _list: 'add lines' });
    await view.submit('form', { _list: 'add lines' });
    await view.submit('form', { _list: 'up lines[2]' });
    expect(messages()).toEqual(['Where?', '', '']);
    expect(fields().valid).toBe(false);
    await view.input('form', { 'lines[1].city': '', _target: 'lines[1].city' });
    expect(messages()).toEqual(['Where?', '', 'Where?']);
    await view.submit('form', {});
    expect(messages()).toEqual(['Where?', 'Where?', 'Where?']);
    await view.submit('form', { _list: 'add lines' });
    await view.submit('form', { _list: 'remove lines[3]' });
    expect(view.state.task.added).toEqual({});
  });

  test('of a region that is gone come back to the one in its place, with the fields that showed errors', async () => {
    const { view, fields } = await mount();
    const shown = ['lines[2].city', 'title', 'nothing', 7, 'lines[9].city'];
    await view.submit('form', {
      'lines[0].city': 'Bergen',
      'lines[2].city': '',
      _list: '',
      _target: shown,
    } as never);
    expect(cities(fields)).toEqual(['0 Bergen', '2 ']);
    expect(Object.keys(view.state.task.used)).toEqual(['lines[0].city', 'lines[2].city', 'title']);
    expect(fields().lines.rows[1]?.fields.city.messages).toEqual(['Where?']);
    expect(saved).not.toHaveBeenCalled();
  });

  test('that are all removed are an error of the list', async () => {
    const { view, fields } = await mount();
    await view.submit('form', { ...filled, _list: 'remove lines[0]' });
    expect(fields().lines.messages).toEqual(['Add a line.']);
    expect(fields().title.messages).toEqual([]);
  });
});

test('several forms are kept by key, and an event for one that is gone does nothing', async () => {
  const named = z.object({ name: z.string().min(1) });
  const row = form(named);
  const done: unknown[] = [];
  const Rows = defineLive(
    {
      mount: () => ({
        rows: { a: row.start({ name: 'A' }), b: row.start({ name: 'B' }) } as Record<
          string,
          FormState<typeof named>
        >,
      }),
      events: { save: row.submit('rows', (_, { name }, form) => void done.push([form.key, name])) },
    },
    ({ state, on }) => (
      <ul>
        {Object.entries(state.rows).map(([key, held]) => {
          const f = row.fields(held);
          return (
            <li key={key}>
              <form {...f.form} lv-submit={on.save({ _key: key })} class={key}>
                <input {...f.name.input()} />
              </form>
            </li>
          );
        })}
      </ul>
    ),
  );
  const view = await mountLive(Rows);
  await view.submit('.b', { name: 'Bo' });
  expect(done).toEqual([['b', 'Bo']]);
  expect(row.fields(view.state.rows['a']!).name.value).toBe('A');
  const before = view.state;
  for (const _key of ['gone', '__proto__', 'toString', null, { toString: 1 }])
    await view.send('save', { name: 'X', _key });
  await view.send('save', { name: 'X' });
  expect(view.state).toBe(before);
  expect(done).toHaveLength(1);
});

const libraries: Record<string, LiveView> = {
  valibot: orderOf(
    toStandardJsonSchema(
      v.object({ qty: v.pipe(v.number('A number.'), v.minValue(1)), done: v.boolean() }),
    ),
  ),
  arktype: orderOf(type({ qty: 'number >= 1', done: 'boolean' })),
};

/** A view with one form. */
function orderOf<Schema extends FormSchema<{ qty: number; done: boolean }>>(
  schema: Schema,
): LiveView {
  const order = form(schema);
  return defineLive(
    {
      mount: () => ({ order: order.start(), got: [] as unknown[] }),
      events: { save: order.submit('order', (live, value) => live.assign({ got: [value] })) },
    },
    () => null,
  );
}

test.each(Object.entries(libraries))('a form works with %s', async (_, view) => {
  const order = await mountLive(view);
  await order.send('save', { qty: 'x', done: '' });
  expect(order.state.got).toEqual([]);
  expect(Object.keys(order.state.order.found ?? {})).toEqual(['qty']);
  await order.send('save', { qty: '2', done: ['', 'on'] });
  expect(order.state.got).toEqual([{ qty: 2, done: true }]);
});
