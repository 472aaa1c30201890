import { describe, expect, test } from 'vitest';

import { defaultLimits } from '../core/limits.js';
import { readPost } from './read-post.js';

const limits = { ...defaultLimits, maxPostedBytes: 2 ** 20 };

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
      ['_skerry:save', ''],
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ]);
    expect(payload).toEqual({ type: 'submit', event: 'save', value: { a: ['1', '3'], b: '2' } });
  });

  test('of one name may be any number, at the cost of each', async () => {
    const many = Array.from({ length: 100_000 }, (): [string, string] => ['a', '']);
    const payload = await payloadOf([['_skerry:save', ''], ...many]);
    expect(payload).toMatchObject({ value: { a: { length: many.length } } });
  });
});
