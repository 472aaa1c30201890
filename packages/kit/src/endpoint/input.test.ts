import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { startApp } from '../../test/app.js';
import { defineEndpoint } from './define.js';
import { InputError } from './input-error.js';

const post = z.object({
  title: z.string().min(3),
  stars: z.number().max(5),
  open: z.boolean(),
  at: z.date().optional(),
  lines: z.array(z.object({ city: z.string().min(2) })),
});

type Schema = Parameters<Parameters<Parameters<typeof defineEndpoint>[1]>[0]['body']>[0];

/** Sends a body to an endpoint with this schema; the answer is what the schema made of it. */
function serve(schema: Schema, limits = {}, secret?: string[]) {
  const show = (value: unknown): unknown =>
    value instanceof File
      ? `${value.name} ${value.type} ${value.size}`
      : typeof value === 'bigint'
        ? `${value}n`
        : value;
  const { ask, logged } = startApp(
    {
      'in.ts': {
        POST: defineEndpoint('/in', async ({ body }) => {
          const value = await body(schema, secret && { secret });
          return JSON.stringify(value, (_, each) => show(each));
        }),
        GET: defineEndpoint('/in', ({ query }) => query(schema)),
      },
    },
    { config: { limits } },
  );
  const read = async (response: Response) => {
    const text = await response.text();
    return [response.status, text && JSON.parse(text)] as [number, any];
  };
  return {
    logged,
    send: async (body: BodyInit, contentType?: string) =>
      read(
        await ask('/in', {
          method: 'POST',
          body,
          headers: contentType ? { 'content-type': contentType } : {},
        }),
      ),
    get: async (query: string) => read(await ask(`/in${query}`)),
  };
}

const json = 'application/json';

describe('a body', () => {
  const { send, logged } = serve(post);
  const value = { title: 'Tides', stars: 4, open: true, lines: [{ city: 'Oslo' }] };

  test.each([
    json,
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/x.tide+json',
  ])('of the type %s is read as JSON', async (contentType) =>
    expect(await send(JSON.stringify(value), contentType)).toEqual([200, value]),
  );

  test('of a form has its numbers, boxes, dates and rows', async () => {
    const fields = {
      title: 'Tides',
      stars: '4',
      open: 'on',
      at: '2026-05-17',
      'lines[0].city': 'Oslo',
    };
    const expected = { ...value, at: '2026-05-17T00:00:00.000Z' };
    expect(await send(new URLSearchParams(fields))).toEqual([200, expected]);
    const form = new FormData();
    for (const [name, text] of Object.entries(fields)) form.append(name, text);
    expect(await send(form)).toEqual([200, expected]);
  });

  test('of a form lacks a box that is not ticked', async () => {
    const fields = { title: 'Tides', stars: '4' };
    expect(await send(new URLSearchParams(fields))).toEqual([
      200,
      { title: 'Tides', stars: 4, open: false, lines: [] },
    ]);
  });

  test('that the schema refuses is answered with the issues', async () => {
    const wrong = { title: 'a', stars: 9, open: 'no', lines: [{ city: 'Oslo' }, { city: 'x' }] };
    const [status, answer] = await send(JSON.stringify(wrong), json);
    expect(status).toBe(422);
    expect(Object.keys(answer)).toEqual(['issues']);
    expect(answer.issues.map(({ path }: { path: string }) => path)).toEqual([
      'title',
      'stars',
      'open',
      'lines[1].city',
    ]);
    expect(answer.issues[0].message).toContain('3 characters');
    expect(await send('[]', json)).toMatchObject([422, { issues: [{ path: '' }] }]);
  });

  test.each([
    ['{"title":', json],
    ['', json],
    [new Uint8Array([0x22, 0xff, 0x22]), json],
    ['x', 'multipart/form-data'],
    ['--a\r\nnothing', 'multipart/form-data; boundary=a'],
    ['['.repeat(200) + ']'.repeat(200), json],
  ])('that cannot be read is answered 400: %j as %s', async (body, contentType) =>
    expect(await send(body, contentType)).toMatchObject([400, { message: expect.any(String) }]),
  );

  test.each(['text/plain', 'application/xml', 'application/jsonp', 'json', ''])(
    'of the type %j is answered 415',
    async (contentType) => {
      const [status, { message }] = await send(new Uint8Array([1]), contentType);
      expect([status, message]).toEqual([415, expect.stringContaining(json)]);
    },
  );

  test('of more bytes than `maxRequestBytes` is answered 413, whatever its length says', async () => {
    const { send } = serve(z.unknown(), { maxRequestBytes: 1000 });
    const large = JSON.stringify('a'.repeat(1000));
    const refused = [413, { message: 'The body may have 1000 bytes.' }];
    expect(await send(large, json)).toEqual(refused);
    const stream = new Blob([large]).stream();
    const { ask } = startApp(
      { 'in.ts': { POST: defineEndpoint('/in', ({ body }) => body(z.unknown())) } },
      { config: { limits: { maxRequestBytes: 1000 } } },
    );
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': json },
    };
    expect((await ask('/in', init)).status).toBe(413);
    expect((await send(JSON.stringify('a'.repeat(900)), json))[0]).toBe(200);
  });

  test('that the handler has read itself is a mistake of its author', async () => {
    const { ask, logged } = startApp({
      'in.ts': {
        POST: defineEndpoint('/in', async ({ request, body }) => {
          await request.text();
          return body(z.unknown());
        }),
      },
    });
    const init = { method: 'POST', body: '{}', headers: { 'content-type': json } };
    expect((await ask('/in', init)).status).toBe(500);
    expect(logged).toEqual([expect.stringContaining('body() was called after')]);
  });

  test('cannot name a prototype', async () => {
    const { send } = serve(z.looseObject({}));
    for (const text of [
      '{"__proto__":{"a":1},"b":2}',
      '{"\\u005f_proto__":{"a":1},"b":2}',
      '{"__pr\\u006Fto__":{"a":1},"b":2}',
      '{"__proto\\u005F_":{"a":1},"b":2}',
    ])
      expect(await send(text, json)).toEqual([200, { b: 2 }]);
    expect(await send(new URLSearchParams('__proto__=1&b=2'))).toEqual([200, {}]);
    const plain = serve(v.looseObject({}));
    expect(await plain.send(new URLSearchParams('__proto__=1&b=2'))).toEqual([200, { b: '2' }]);
  });

  test('that is wrong is no failure of the app', () => expect(logged).toEqual([]));
});

describe('files', () => {
  const form = () => {
    const form = new FormData();
    form.append('title', 'Tides');
    form.append(
      'map',
      new File([new Uint8Array([0, 255, 13, 10])], 'a.png', { type: 'image/png' }),
    );
    form.append('more', new File(['a'], 'a.txt', { type: 'text/plain' }));
    form.append('more', new File(['bc'], 'b.txt', { type: 'text/plain' }));
    return form;
  };

  test('come as they were sent', async () => {
    const { send } = serve(
      z.object({
        title: z.string(),
        map: z.file(),
        more: z.array(z.file()),
        none: z.file().optional(),
      }),
    );
    const sent = form();
    sent.append('none', new File([], '', { type: 'application/octet-stream' }));
    expect(await send(sent)).toEqual([
      200,
      {
        title: 'Tides',
        map: 'a.png image/png 4',
        more: ['a.txt text/plain 1', 'b.txt text/plain 2'],
      },
    ]);
  });

  test('may be refused as any field', async () => {
    const { send } = serve(z.object({ map: z.file().mime('image/webp') }));
    expect(await send(form())).toMatchObject([422, { issues: [{ path: 'map' }] }]);
  });

  test('reach a schema that does not describe itself', async () => {
    const { send } = serve(v.object({ title: v.string(), map: v.file(), more: v.array(v.file()) }));
    expect(await send(form())).toMatchObject([200, { map: 'a.png image/png 4' }]);
  });
});

describe('a query', () => {
  test('has numbers and lists where the schema says so', async () => {
    const { get } = serve(
      z.object({
        page: z.number().default(1),
        tag: z.array(z.string()),
        open: z.boolean().optional(),
      }),
    );
    expect(await get('?page=3&tag=a&tag=b')).toEqual([200, { page: 3, tag: ['a', 'b'] }]);
    expect(await get('')).toEqual([200, { page: 1, tag: [] }]);
    expect(await get('?page=x')).toMatchObject([422, { issues: [{ path: 'page' }] }]);
  });

  test('is texts for a schema that does not describe itself', async () => {
    const { get } = serve(v.object({ a: v.string(), b: v.array(v.string()) }));
    expect(await get('?a=1&b=2&b=3')).toEqual([200, { a: '1', b: ['2', '3'] }]);
  });
});

describe('the issues of an answer', () => {
  test('are bounded', async () => {
    const { send } = serve(z.array(z.string({ error: () => 'x'.repeat(5000) })));
    const [status, { issues }] = await send(JSON.stringify(Array(5000).fill(1)), json);
    expect([status, issues.length, issues[0].message.length]).toEqual([422, 50, 201]);
    const named = serve(z.strictObject({}));
    const [, answer] = await named.send(JSON.stringify({ ['k'.repeat(9000)]: 1 }), json);
    expect(JSON.stringify(answer).length).toBeLessThan(500);
  });

  test('quote no secret, whatever the library says', async () => {
    const { send } = serve(
      type({ password: 'string > 20', pin: 'string > 9', 'deep?': 'unknown' }),
      {},
      ['pin'],
    );
    const [status, answer] = await send(
      JSON.stringify({ password: 'hunter42', pin: '1234' }),
      json,
    );
    expect(status).toBe(422);
    expect(JSON.stringify(answer)).not.toMatch(/hunter42|1234/);
    const quoting = z.object({ token: z.string() }).refine(() => false, {
      error: ({ input }) => `not ${JSON.stringify(input)}`,
    });
    const long = 's'.repeat(3000);
    const [, told] = await serve(quoting).send(JSON.stringify({ token: long }), json);
    expect(told.issues).toEqual([{ path: '', message: 'Not valid.' }]);
  });
});

test('a handler may catch the error, and read the body by another schema', async () => {
  const { ask } = startApp({
    'in.ts': {
      POST: defineEndpoint('/in', async ({ body }) => {
        try {
          return await body(z.object({ a: z.number() }));
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          return [error.status, error.issues.length, await body(z.object({ a: z.string() }))];
        }
      }),
    },
  });
  const init = { method: 'POST', body: '{"a":"x"}', headers: { 'content-type': json } };
  expect(await (await ask('/in', init)).json()).toEqual([422, 1, { a: 'x' }]);
});

test('a schema that throws is a failure of the app', async () => {
  const broken = z.string().transform(() => {
    throw new Error('the schema is broken');
  });
  const { send, logged } = serve(broken);
  expect((await send('"a"', json))[0]).toBe(500);
  expect(logged).toEqual([expect.stringContaining('the schema is broken')]);
});
