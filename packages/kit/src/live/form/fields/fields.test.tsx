import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { renderHtml } from '../../../template/html-writer.js';
import { form } from '../form.js';

const everything = form(
  z.object({
    title: z.string().min(1),
    note: z.string(),
    mail: z.email(),
    when: z.date().optional(),
    day: z.iso.date(),
    sure: z.boolean().nullable(),
    vote: z.boolean().nullable(),
    count: z.number().int().min(1).max(9),
    share: z.number().nullable(),
    size: z.literal([1, 2]),
    role: z.enum(['a', 'b']),
    done: z.boolean(),
    asked: z.boolean().optional(),
    tags: z.array(z.enum(['x', 'y'])),
    password: z.string(),
    form2: z.object({ errors: z.string() }),
    lists: z.array(z.array(z.object({ at: z.string() }))),
    names: z.array(z.string()),
  }),
  { secret: ['password'] },
);

const f = everything.fields(
  everything.start(
    {
      title: 'A "b"',
      when: new Date('2026-05-17T22:00:00Z'),
      size: 2,
      role: 'b',
      done: true,
      asked: false,
      sure: false,
      vote: null,
      tags: ['y'],
      password: 'hunter2',
      lists: [[{ at: '9' }]],
      names: ['Ann'],
    },
    { id: 'f' },
  ),
);

const common = (name: string) => ({
  id: `f-${name}`,
  name,
  'aria-describedby': `f-${name}-errors`,
});
const nothing = () => '';
const html = (child: unknown) =>
  String(renderHtml(child, { async: false, region: nothing, island: nothing })).replaceAll(
    / data-s="\d+"|<!--.*?-->/g,
    '',
  );

describe('the attributes of', () => {
  const cases: Record<string, [attributes: object, expected: object]> = {
    'a text that must not be empty': [
      f.title.input(),
      { ...common('title'), type: 'text', required: true, value: 'A "b"' },
    ],
    'a text that may be empty': [f.note.input(), { ...common('note'), type: 'text', value: '' }],
    'an address': [f.mail.input(), { ...common('mail'), type: 'email', value: '' }],
    'another type': [f.note.input('search'), { ...common('note'), type: 'search', value: '' }],
    'a date': [f.when.input(), { ...common('when'), type: 'date', value: '2026-05-17' }],
    'a date with its time': [
      f.when.input('datetime-local'),
      { ...common('when'), type: 'datetime-local', value: '2026-05-17T22:00' },
    ],
    'a day': [f.day.input(), { ...common('day'), type: 'date', value: '' }],
    'a whole number': [
      f.count.input(),
      { ...common('count'), type: 'number', required: true, min: 1, max: 9, value: '' },
    ],
    'a number that may be missing': [
      f.share.input(),
      { ...common('share'), type: 'number', step: 'any', value: '' },
    ],
    'a text area': [f.title.textarea(), { ...common('title'), required: true }],
    'a select': [f.role.select(), { ...common('role'), required: true }],
    'a chosen option': [f.role.option('b'), { value: 'b', selected: true }],
    'another option': [f.size.option(1), { value: '1', selected: false }],
    'a radio button': [
      f.size.radio(2),
      { ...common('size'), id: 'f-size-2', type: 'radio', value: '2', checked: true },
    ],
    'the button for no': [
      f.asked.radio(false),
      { ...common('asked'), id: 'f-asked-false', type: 'radio', value: 'false', checked: true },
    ],
    'the button for no, where nothing is one of three answers': [
      f.sure.radio(false),
      { ...common('sure'), id: 'f-sure-false', type: 'radio', value: 'false', checked: true },
    ],
    'the button for no, where nothing is the answer': [
      f.vote.radio(false),
      { ...common('vote'), id: 'f-vote-false', type: 'radio', value: 'false', checked: false },
    ],
    'a secret': [
      f.password.input(),
      { ...common('password'), type: 'password', 'data-secret': true },
    ],
    'a field in a group': [
      f.form2.errors.input(),
      { ...common('form2.errors'), type: 'text', value: '' },
    ],
    'a row of texts': [
      f.names.rows[0]?.fields.input() ?? {},
      { ...common('names[0]'), type: 'text', value: 'Ann' },
    ],
    'a button of a list in a list': [
      f.lists.rows[0]?.fields.rows[0]?.remove() ?? {},
      { type: 'submit', name: '_list', value: 'remove lists[0][0]', formnovalidate: true },
    ],
  };

  test.each(Object.entries(cases))('%s', (_, [attributes, expected]) => {
    expect(attributes).toEqual(expected);
  });
});

describe('the markup of', () => {
  test('a box has a hidden field before it, and keeps its name', () => {
    const attributes = { class: 'box', name: 'other' };
    expect(html(f.done.checkbox(attributes))).toBe(
      '<input type="hidden" value="" name="done">' +
        '<input id="f-done" name="done" aria-describedby="f-done-errors" type="checkbox" checked="" class="box">',
    );
  });

  test('a box that may be null has a hidden field that says no', () => {
    expect(html(f.sure.checkbox())).toContain('<input type="hidden" value="false" name="sure">');
  });

  test('a select of several has a hidden field before it', () => {
    expect(html(f.tags.select([], { size: 2 }))).toBe(
      '<input type="hidden" value="" name="tags">' +
        '<select multiple id="f-tags" name="tags" aria-describedby="f-tags-errors" size="2"></select>',
    );
    expect([f.tags.option('x').selected, f.tags.option('y').selected]).toEqual([false, true]);
  });

  test('a box of several has its choice as value', () => {
    expect(html(f.tags.checkbox('y'))).toContain('id="f-tags-y" name="tags"');
    expect(html(f.tags.checkbox('y'))).toContain('type="checkbox" value="y" checked=""');
  });
});

test('fields that the schema does not have are undefined, whatever objects have', () => {
  const fields = f as unknown as Record<string, unknown>;
  expect([fields['nothing'], fields['toString'], fields['__proto__']]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
