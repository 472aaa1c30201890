import { describe, expect, test } from 'vitest';

import { defaultLimits } from '../core/limits.js';
import { readPost } from './read-post.js';

const limits = { ...defaultLimits, maxPostedBytes: 2 ** 21 };

/** What the server reads of these fields, behind the token. */
async function read(fields: [name: string, value: string][]) {
  const body = new URLSearchParams([['_skerry', 'T'], ...fields]);
  const request = new Request('http://localhost/', { method: 'POST', body });
  return readPost(request, '/', limits);
}

const payloadOf = async (fields: [name: string, value: string][]) => {
  const post = await read(fields);
  return post && 'payload' in post ? post.payload : post;
};

describe('the fields of a form', () => {
  test('of one name are an array', async () => {
    const payload = await payloadOf([
      ['_skerry-form:save', ''],
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ]);
    expect(payload).toEqual({ type: 'submit', event: 'save', value: { a: ['1', '3'], b: '2' } });
  });

  test('of one name may be any number, at the cost of each', async () => {
    const many = Array.from({ length: 300_000 }, (): [string, string] => ['a', '']);
    const payload = await payloadOf([['_skerry-form:save', ''], ...many]);
    expect(payload).toMatchObject({ value: { a: { length: many.length } } });
  });

  test('may be none, as those of a form with an unticked box', async () => {
    const payload = await payloadOf([['_skerry-form:save', '']]);
    expect(payload).toEqual({ type: 'submit', event: 'save', value: {} });
  });

  test('have line breaks of one character, as over a connection', async () => {
    const payload = await payloadOf([
      ['_skerry-form:save', ''],
      ['text', 'a\r\nb\r\n'],
    ]);
    expect(payload).toMatchObject({ value: { text: 'a\nb\n' } });
  });

  test('come after the members of the form, and before the payload of its binding', async () => {
    const payload = await payloadOf([
      ['_skerry-form:save?once= {"c":1}', '{"a":"form","b":"form","c":"form"}'],
      ['b', 'field'],
      ['c', 'field'],
    ]);
    expect(payload).toEqual({
      type: 'submit',
      event: 'save',
      value: { a: 'form', b: 'field', c: 1 },
    });
  });

  test.each(['"ab"', '7', 'null'])('stay beside the payload %s, which has none', async (json) => {
    const payload = await payloadOf([
      [`_skerry-form:save ${json}`, ''],
      ['q', 'x'],
    ]);
    expect(payload).toMatchObject({ value: { q: 'x' } });
  });
});

describe('the event of a button', () => {
  test.each([
    ['pick', null],
    ['pick?debounce=300 {"id":"7"}', { id: '7' }],
    ['pick 0', 0],
    ['pick null', null],
  ])('is %s', async (binding, value) => {
    const payload = await payloadOf([[`_skerry:${binding}`, 'its text']]);
    expect(payload).toEqual({ type: 'click', event: 'pick', value });
  });

  test('is that of an image, of which browsers send the place of the click', async () => {
    const place = (binding: string): [string, string][] => [
      [`_skerry:${binding}.x`, '12'],
      [`_skerry:${binding}.y`, '7'],
    ];
    expect(await payloadOf(place('pick'))).toEqual({ type: 'click', event: 'pick', value: null });
    expect(await payloadOf(place('pick {"id":"7"}'))).toMatchObject({ value: { id: '7' } });
    expect(await payloadOf([['_skerry:pick.x', '']])).toMatchObject({ event: 'pick.x' });
  });
});

test.each([
  ['_skerry:pick {', ''],
  ['_skerry:pick {"__proto__":{"a":1}}', ''],
  ['_skerry:pick {"constructor":{"a":1}}', ''],
  [`_skerry:pick ${'['.repeat(100)}${']'.repeat(100)}`, ''],
  ['_skerry-form:pick', '{'],
  ['_skerry-form:pick', '{"__proto__":1}'],
])('a payload that no connection would take is refused: %s %s', async (name, value) => {
  expect(await read([[name, value]])).toMatchObject({ status: 400 });
});
