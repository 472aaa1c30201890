import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { formShape } from '../schema/check-schema.js';
import type { FormSchema } from '../schema/json-form.js';
import { editList } from './edit-list.js';
import { type Entries, entriesOf } from './entries.js';
import { errorsOf } from './issues.js';
import { receive } from './receive.js';

const shape = formShape(
  z.object({
    title: z.string(),
    done: z.boolean(),
    sure: z.boolean().nullable(),
    at: z.date().optional(),
    tags: z.array(z.string()),
    pin: z.string(),
    lines: z.array(z.object({ city: z.string(), stops: z.array(z.object({ at: z.string() })) })),
  }) as unknown as FormSchema,
);
const start = entriesOf(shape, { title: 'a', lines: [{ city: 'Oslo' }, { city: 'Turku' }] });
const form = { shape, isSecret: (name: string) => name === 'pin' };
const take = (payload: unknown, before: Entries = start) => receive(form, before, payload, 10);

describe('the texts of a payload', () => {
  test('replace those of before, and name the changed ones', () => {
    const { entries, changed } = take({
      title: 'b',
      'lines[0].city': 'Oslo',
      'lines[1].city': 'Umeå',
    });
    expect(entries.texts).toEqual({ title: 'b', 'lines[0].city': 'Oslo', 'lines[1].city': 'Umeå' });
    expect(changed).toEqual(['title', 'lines[1].city']);
    expect(start.texts['title']).toBe('a');
  });

  test('have line breaks of one character, as scripts send them', () => {
    expect(take({ title: 'a\r\nb' }).entries.texts['title']).toBe('a\nb');
  });

  test('of a box are the last: a hidden field comes before it', () => {
    expect(take({ done: ['', 'on'] }).entries.texts['done']).toBe('on');
    expect(take({ done: '' }).entries.texts['done']).toBe('');
    // A box that is bound by itself sends whether it is ticked.
    expect(take({ done: true }).entries.texts['done']).toBe('on');
    expect(take({ done: false }).entries.texts['done']).toBe('');
  });

  test('of a box that may be null say no by a word', () => {
    expect(take({ sure: false }).entries.texts['sure']).toBe('false');
    expect(take({ sure: '' }).entries.texts['sure']).toBe('');
  });

  test('of a date are no change if they name the same time', () => {
    const at = (text: string, sent: string) => {
      const { entries, changed } = take({ at: sent }, { ...start, texts: { at: text } });
      return [entries.texts['at'], changed];
    };
    expect(at('2026-05-17', '2026-05-17T00:00')).toEqual(['2026-05-17T00:00', []]);
    expect(at('2026-05-17T10:30', '2026-05-17T10:31')).toEqual(['2026-05-17T10:31', ['at']]);
    // An element for days shows and sends the day alone.
    expect(at('2026-05-17T10:30', '2026-05-17')).toEqual(['2026-05-17T10:30', []]);
    expect(at('2026-05-17T10:30', '2026-05-18')).toEqual(['2026-05-18', ['at']]);
    expect(at('2026-05-17T10:30', '')).toEqual(['', ['at']]);
  });

  test('of a list are all that are chosen', () => {
    expect(take({ tags: ['', 'a', '', 'b'] }).entries.texts['tags']).toEqual(['a', 'b']);
    expect(take({ tags: '' }).entries.texts['tags']).toEqual([]);
    expect(take({ tags: 'a' }).entries.texts['tags']).toEqual(['a']);
  });

  test('of a list are no more than there may be rows', () => {
    const { entries } = take({ tags: Array.from({ length: 50_000 }, (_, i) => `${i}`) });
    expect(entries.texts['tags']).toHaveLength(10);
  });

  test('of a secret field are apart', () => {
    const { entries, secrets, changed } = take({ pin: '4711' });
    expect(entries).toEqual(start);
    expect(secrets).toEqual({ pin: '4711' });
    expect(changed).toEqual(['pin']);
  });

  test.each([
    ['a prototype', JSON.parse('{"__proto__": {"title": "x"}}')],
    ['a number', { title: 1 }],
    ['an object', { title: { length: 1 } }],
    ['a list with something else in it', { tags: ['a', 1] }],
    ['a group', { lines: 'a' }],
    ['a name that no field has', { nothing: 'a', 'title.length': 'a', toString: 'a' }],
  ])('leave out %s', (_, payload) => {
    expect(take(payload)).toEqual({ entries: start, secrets: {}, changed: [] });
  });
});

describe('the rows of a payload', () => {
  const order = (entries: Entries) => entries.lists['lines']?.order;

  test('come back to a region that does not know them, in their order', () => {
    const { entries } = take({
      'lines[4].city': 'Kiel',
      'lines[1].city': 'Bergen',
      'lines[5].stops[0].at': '9',
    });
    expect(order(entries)).toEqual([0, 1, 4, 5]);
    expect(entries.texts).toMatchObject({ 'lines[4].city': 'Kiel', 'lines[5].stops[0].at': '9' });
  });

  test('come back in the order of the page, also if they were moved', () => {
    const { entries } = take({
      'lines[0].city': 'Bergen',
      'lines[3].city': 'Turku',
      'lines[2].city': 'Oslo',
    });
    expect(order(entries)).toEqual([0, 1, 3, 2]);
    expect(entries.lists['lines']?.next).toBe(4);
  });

  test('do not come back once they are removed', () => {
    const { entries } = editList(form, start, 'remove lines[1]', 10);
    const late = take({ 'lines[0].city': 'Kiel', 'lines[1].city': 'Late' }, entries);
    expect(order(late.entries)).toEqual([0]);
    expect(late.entries.texts).toEqual({ title: 'a', 'lines[0].city': 'Kiel' });
  });

  test.each(['lines[12].city', 'lines[999999999].city', 'lines[2].town', 'lines[2]'])(
    'are not made by %s',
    (name) => {
      expect(take({ [name]: 'x' }).entries).toEqual(start);
    },
  );
});

describe('an edit of a list', () => {
  const edit = (pressed: string, before = start) => editList(form, before, pressed, 10);
  const order = (pressed: string) => edit(pressed).entries.lists['lines'];

  test.each([
    ['add lines', [0, 1, 2]],
    ['remove lines[0]', [1]],
    ['up lines[1]', [1, 0]],
    ['down lines[0]', [1, 0]],
    ['up lines[0]', [0, 1]],
    ['down lines[1]', [0, 1]],
  ])('%s', (pressed, expected) => {
    expect(order(pressed)?.order).toEqual(expected);
    expect(edit(pressed).list).toBe('lines');
  });

  test('in a row, and of a list that nothing was entered in', () => {
    expect(edit('add lines[1].stops').entries.lists['lines[1].stops']).toEqual({
      order: [0],
      next: 1,
    });
  });

  test('removes everything in the row, and gives its number to no other', () => {
    const filled = edit('add lines[0].stops').entries;
    const { entries, removed } = edit('remove lines[0]', filled);
    expect(removed).toBe('lines[0]');
    expect(entries).toEqual({
      texts: { title: 'a', 'lines[1].city': 'Turku' },
      lists: { lines: { order: [1], next: 2 } },
    });
    expect(edit('add lines', entries).entries.lists['lines']).toEqual({ order: [1, 2], next: 3 });
  });

  test.each([
    '',
    'add',
    'add ',
    'add title',
    'add lines[7].stops',
    'remove lines[7]',
    'turn lines[7]',
  ])('that says %j changes nothing', (pressed) => {
    expect(edit(pressed)).toEqual({ entries: start });
  });

  test('adds rows whose text fields are empty, as browsers send them', () => {
    const rich = formShape(
      z.object({
        names: z.array(z.string()),
        stops: z.array(
          z.object({
            port: z.string(),
            note: z.string().nullable(),
            hint: z.string().optional(),
            kind: z.enum(['a', 'b']),
            depth: z.number(),
            quay: z.boolean(),
            pin: z.string(),
            at: z.object({ street: z.string() }),
            seen: z.object({ by: z.string() }).optional(),
            legs: z.array(z.object({ ship: z.string() })),
          }),
        ),
      }) as unknown as FormSchema,
    );
    const known = { shape: rich, isSecret: (name: string) => name.endsWith('.pin') };
    const textsAfter = (pressed: string) =>
      editList(known, entriesOf(rich, {}), pressed, 10).entries.texts;
    expect(textsAfter('add names')).toEqual({ 'names[0]': '' });
    expect(textsAfter('add stops')).toEqual({
      'stops[0].port': '',
      'stops[0].note': '',
      'stops[0].at.street': '',
    });
  });

  test('adds no more rows than there may be', () => {
    expect(editList(form, start, 'add lines', 2)).toEqual({ entries: start });
  });
});

test('issues go to their fields: rows count by position in values, and by number in names', () => {
  const moved = editList(form, start, 'up lines[1]', 10).entries;
  const rows = { order: [0, 1], next: 2 };
  const chosen = {
    lists: { ...moved.lists, tags: rows },
    texts: { ...moved.texts, tags: ['a', 'b'] },
  };
  const issue = (path: PropertyKey[]) => ({ message: path.join('/'), path });
  const issues = [
    issue(['title']),
    issue(['lines', 0, 'city']),
    issue(['lines', 7, 'city']),
    issue(['tags', 1]),
    issue(['nothing', 'more']),
    issue([]),
    { message: 'a step', path: [{ key: 'title' }] },
  ];
  expect(errorsOf(shape, chosen, [...issues, issue(['title'])])).toEqual({
    title: ['title', 'a step'],
    'lines[1].city': ['lines/0/city'],
    lines: ['lines/7/city'],
    tags: ['tags/1'],
    '': ['nothing/more', ''],
  });
});

test('a field has each message once, and no more than twenty', () => {
  const issues = Array.from({ length: 50_000 }, (_, i) => ({
    message: `wrong ${i % 25_000}`,
    path: ['tags', i],
  }));
  const texts = { ...start.texts, tags: ['a'] };
  const lists = { ...start.lists, tags: { order: [0], next: 1 } };
  const errors = errorsOf(shape, { texts, lists }, issues);
  expect(errors['tags']).toEqual(Array.from({ length: 20 }, (_, i) => `wrong ${i}`));
});
