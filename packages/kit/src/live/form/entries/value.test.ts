import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { formShape } from '../schema/check-schema.js';
import type { FormSchema } from '../schema/json-form.js';
import { entriesOf, type Text } from './entries.js';
import { valueOf } from './value.js';

const valuesOf = (
  schema: z.ZodType,
  texts: Record<string, Text>,
  values: unknown = {},
): unknown => {
  const shape = formShape(schema as unknown as FormSchema);
  const started = entriesOf(shape, values);
  return valueOf(shape, { ...started, texts: { ...started.texts, ...texts } });
};

const number = z.number();
const date = new Date('2026-05-17T00:00:00Z');

/** The value of a text in the field `x`; `undefined` means that the group lacks it. */
const scalars: [what: string, schema: z.ZodType, text: Text | undefined, value: unknown][] = [
  ['a text', z.string(), ' a ', ' a '],
  ['an empty text', z.string(), '', ''],
  ['an empty text that may be missing', z.string().optional(), '', undefined],
  ['an empty text that has a default', z.string().default('a'), '', undefined],
  ['an empty text that may be null', z.string().nullable(), '', null],
  ['no text', z.string(), undefined, undefined],
  ['a number', number, '1.50', 1.5],
  ['a number with an exponent', number, '-1e3', -1000],
  ['half a number', number, '1.', 1],
  ['no number', number, 'abc', 'abc'],
  ['an empty number', number, '', undefined],
  ['a blank number', number, '  ', undefined],
  ['a number that the schema coerces', z.coerce.number(), '3', 3],
  ['a number of some', z.literal([1, 2]), '2', 2],
  ['another number than these', z.literal([1, 2]), '3', 3],
  ['a choice', z.enum(['a', 'b']), 'b', 'b'],
  ['no choice', z.enum(['a', 'b']), '', ''],
  ['a ticked box', z.boolean(), 'on', true],
  ['an unticked box', z.boolean(), '', false],
  ['a radio button that says yes', z.boolean(), 'true', true],
  ['a radio button that says no', z.boolean().optional(), 'false', false],
  ['nothing of a box that may be null', z.boolean().nullable(), '', null],
  ['nothing of a box that may be null or missing', z.boolean().nullish(), '', null],
  ['the no of a box that may be null', z.boolean().nullable(), 'false', false],
  ['the yes of a box that may be null', z.boolean().nullable(), 'on', true],
  ['a box that is not on the page', z.boolean(), undefined, undefined],
  ['a date', z.date(), '2026-05-17', date],
  ['half a date', z.date(), '2026-', '2026-'],
  ['no day of its month', z.date(), '2026-02-31', '2026-02-31'],
  ['a time', z.date(), '2026-05-17T00:00:00Z', date],
  ['a time without a zone', z.date(), '2026-05-17T10:30', new Date('2026-05-17T10:30:00Z')],
  ['a time in a zone', z.date(), '2026-05-17T10:30+02:00', new Date('2026-05-17T08:30:00Z')],
  ['half a time', z.date(), '2026-05-17T10:', '2026-05-17T10:'],
  ['a bigint', z.bigint(), '12345678901234567890', 12345678901234567890n],
  ['a bigint that takes long to read', z.bigint(), '1'.repeat(101), '1'.repeat(101)],
  ['a value of several kinds', z.union([z.string(), number]), '1', '1'],
];

describe('the value of', () => {
  test.each(scalars)('%s', (_, schema, text, value) => {
    const texts = text === undefined ? {} : { x: text };
    expect(valuesOf(z.object({ x: schema }), texts)).toEqual(
      value === undefined ? {} : { x: value },
    );
  });
});

/** Values that a form may start with, in the field `x`. */
const kept: [what: string, schema: z.ZodType, value: unknown][] = [
  ['a day', z.date(), date],
  ['a time', z.date(), new Date('2026-05-17T10:30:00Z')],
  ['a time with seconds', z.date(), new Date('2026-05-17T10:30:15Z')],
  ['a time with a part of a second', z.date(), new Date('2026-05-17T00:00:00.120Z')],
  ['no text', z.string().nullable(), null],
  ['no number', number.nullable(), null],
  ['no day', z.date().nullable(), null],
  ['no choice', z.enum(['a', 'b']).nullable(), null],
  ['no answer', z.boolean().nullable(), null],
  ['an answer', z.boolean().nullable(), false],
  ['a yes', z.boolean().nullable(), true],
  ['no group', z.object({ y: z.string() }).nullable(), null],
  ['no list', z.array(z.string()).nullable(), null],
  ['an empty list', z.array(z.string()).nullable(), []],
  ['rows that may be null', z.array(z.string().nullable()), ['a', null]],
];

describe('a value that the form starts with comes back:', () => {
  test.each(kept)('%s', (_, x, value) => {
    expect(valuesOf(z.object({ x }), {}, { x: value })).toEqual({ x: value });
  });
});

test.each([
  ['no date', new Date('no date')],
  ['null where it may not be', null],
])('a form that starts with %s has no text for it', (_, x) => {
  const shape = formShape(z.object({ x: z.date() }) as unknown as FormSchema);
  expect(entriesOf(shape, { x }).texts).toEqual({});
});

describe('the values of a form', () => {
  const schema = z.object({
    tags: z.array(z.string()),
    sizes: z.array(number).optional(),
    address: z.object({ city: z.string() }).optional(),
    contact: z.object({ mail: z.string() }),
    lines: z.array(z.object({ qty: number })).optional(),
  });

  test('have no optional group or list that nothing was entered in', () => {
    expect(valuesOf(schema, {})).toEqual({ tags: [], contact: {} });
  });

  test('have groups, rows and choices', () => {
    const texts = { 'address.city': 'Oslo', 'lines[0].qty': '4', tags: ['a'], sizes: ['1', '2'] };
    expect(valuesOf(schema, texts, { lines: [{ qty: 1 }, { qty: 2 }] })).toEqual({
      address: { city: 'Oslo' },
      contact: {},
      lines: [{ qty: 4 }, { qty: 2 }],
      tags: ['a'],
      sizes: [1, 2],
    });
  });

  test('are those that the form started with', () => {
    const values = {
      tags: ['a', 'b'],
      sizes: [],
      address: { city: 'Oslo' },
      contact: { mail: 'a@b.example' },
      lines: [],
    };
    expect(valuesOf(schema, {}, values)).toEqual(values);
  });

  test('of a schema that contains itself end where nothing is entered', () => {
    const tree: z.ZodType = z.object({
      name: z.string(),
      get parent() {
        return tree;
      },
      get children() {
        return z.array(tree).optional();
      },
    });
    expect(
      valuesOf(tree, { name: 'a', 'parent.name': 'b' }, { children: [{ name: 'c' }] }),
    ).toEqual({
      name: 'a',
      parent: { name: 'b', parent: {} },
      children: [{ name: 'c', parent: {} }],
    });
  });

  test('take no name of every object for one of theirs', () => {
    expect(valuesOf(z.object({ toString: z.string(), valueOf: z.boolean() }), {})).toEqual({});
  });
});

describe('a group that may be missing or null', () => {
  const inner = z.object({
    city: z.string(),
    tags: z.array(z.string()),
    more: z.object({ zip: z.string() }),
  });
  const empty = { 'at.city': '', 'at.tags': [], 'at.more.zip': '' };

  test.each<[string, z.ZodType, Record<string, Text>, unknown]>([
    ['is missing if all of it is empty', inner.optional(), empty, {}],
    ['is null if all of it is empty', inner.nullable(), empty, { at: null }],
    [
      'is there if something in it is not',
      inner.optional(),
      { ...empty, 'at.more.zip': '1' },
      { at: { city: '', tags: [], more: { zip: '1' } } },
    ],
    ['is there if it must be', inner, empty, { at: { city: '', tags: [], more: { zip: '' } } }],
    [
      'is there if a box of it is on the page',
      z.object({ city: z.string(), isSure: z.boolean() }).optional(),
      { 'at.city': '', 'at.isSure': '' },
      { at: { city: '', isSure: false } },
    ],
  ])('%s', (_, at, texts, value) => {
    expect(valuesOf(z.object({ at }), texts)).toEqual(value);
  });
});
