import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { type FormSchema, jsonFormOf } from './json-form.js';
import { type Shape, shapeOf } from './shape.js';

/** The shape in one word for each value; `?` may be missing, `0` may be null. */
function words(shape: Shape, depth = 0): unknown {
  if (depth > 3) return '…';
  if (shape.kind === 'list') return [words(shape.item, depth + 1)];
  if (shape.kind === 'group')
    return Object.fromEntries(
      Array.from(shape.members, ([name, member]) => [
        name + (member.isRequired ? '' : '?'),
        words(member, depth + 1),
      ]),
    );
  return `${shape.kind}${shape.isNullable ? '0' : ''}${shape.options ? `:${shape.options.join()}` : ''}`;
}

const read = (schema: FormSchema): unknown => {
  const json = jsonFormOf(schema);
  if ('problem' in json) throw new Error(String(json['problem']));
  return words(shapeOf(json));
};

const expected = {
  title: 'text',
  qty: 'number',
  'done?': 'flag',
  when: 'date',
  big: 'bigint',
  role: 'text:a,b',
  'note?': 'text0',
  tags: ['text'],
  lines: [{ city: 'text' }],
};

const libraries: Record<string, FormSchema> = {
  zod: z.object({
    title: z.string(),
    qty: z.coerce.number().int(),
    done: z.boolean().default(false),
    when: z.date(),
    big: z.bigint(),
    role: z.enum(['a', 'b']),
    note: z.string().nullish(),
    tags: z.array(z.string()),
    lines: z.array(z.object({ city: z.string() })),
  }),
  valibot: toStandardJsonSchema(
    v.object({
      title: v.string(),
      qty: v.pipe(v.number(), v.integer()),
      done: v.optional(v.boolean(), false),
      when: v.date(),
      big: v.bigint(),
      role: v.picklist(['a', 'b']),
      note: v.nullish(v.string()),
      tags: v.array(v.string()),
      lines: v.array(v.object({ city: v.string() })),
    }),
  ),
  arktype: type({
    title: 'string',
    qty: 'number.integer',
    'done?': 'boolean',
    when: 'Date',
    big: 'bigint',
    role: "'a'|'b'",
    'note?': 'string|null',
    tags: 'string[]',
    lines: type({ city: 'string' }).array(),
  }),
};

const tree = z.object({
  name: z.string(),
  get children() {
    return z.array(tree);
  },
});

const details: Record<string, [schema: z.ZodType<unknown>, shape: unknown]> = {
  'numbers that are listed': [z.object({ n: z.literal([1, 2]) }), { n: 'number:1,2' }],
  'a box that must be ticked': [z.object({ terms: z.literal(true) }), { terms: 'flag:true' }],
  'a union of kinds takes any text': [
    z.object({ x: z.union([z.number(), z.string()]) }),
    { x: 'any' },
  ],
  'a record and a tuple have no fields of their own': [
    z.object({ r: z.record(z.string(), z.number()), t: z.tuple([z.string()]) }),
    { r: 'any', t: 'any' },
  ],
  'a union of groups has the members of all': [
    z.object({
      pay: z.discriminatedUnion('by', [
        z.object({ by: z.literal('card'), number: z.string() }),
        z.object({ by: z.literal('bank'), iban: z.string() }),
      ]),
    }),
    { pay: { by: 'text:card,bank', 'number?': 'text', 'iban?': 'text' } },
  ],
  'an intersection is one group': [
    z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
    { a: 'text', b: 'number' },
  ],
  'a schema that contains itself is read as deep as somebody looks': [
    tree,
    { name: 'text', children: [{ name: 'text', children: ['…'] }] },
  ],
  'what a schema makes of its input does not matter': [
    z.object({ a: z.string().transform(Number), b: z.number().refine(() => true) }),
    { a: 'text', b: 'number' },
  ],
};

describe('the shape of a form', () => {
  test.each(Object.entries(libraries))('is the same from %s', (_, schema) => {
    const found = read(schema) as object;
    expect(found).toEqual(expected);
  });

  test.each(Object.entries(details))('%s', (_, [schema, shape]) => {
    expect(read(schema as FormSchema)).toEqual(shape);
  });
});

test('a schema without a JSON form is a problem that names its library', () => {
  const plain = v.object({ title: v.string() }) as unknown as FormSchema;
  expect(jsonFormOf(plain)).toEqual({
    problem: 'has a schema of valibot that does not describe itself as JSON Schema',
  });
});
