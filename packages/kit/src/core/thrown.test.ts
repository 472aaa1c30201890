import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';

import { describe, expect, test } from 'vitest';

import { deny, redirect } from './deny.js';
import { fail } from './errors.js';
import { caught, toError } from './thrown.js';

const throwing = () => {
  throw new Error('touched');
};
const hostile = () => new Proxy({}, new Proxy({}, { get: () => throwing }));

describe('an Error that can be read', () => {
  test.each([
    ['of the app', new TypeError('no')],
    ['of ours', fail('missing-secret', {})],
    ['of the platform', new DOMException('no', 'AbortError')],
    ['of another realm', runInNewContext('new Error("no")') as Error],
    ['without a stack', Object.assign(new Error('no'), { stack: undefined })],
    ['without a name', Object.assign(new Error('no'), { name: undefined })],
  ])('%s stays what it is', (_, error) => {
    expect(toError(error)).toBe(error);
  });
});

describe('anything else becomes one, and says what it was', () => {
  test.each([
    ['no\nwhere', 'the text "no\\nwhere"'],
    [404, 'the number 404'],
    [Symbol('x'), 'the symbol Symbol(x)'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ code: 1, text: '' }, 'an object with code, text'],
    [{ message: 'no', code: 1 }, 'an object with message, code, "no"'],
    [hostile(), 'an object that cannot be read'],
    [new Proxy(throwing, new Proxy({}, { get: () => throwing })), 'a function that cannot be read'],
    [Object.create(hostile()), 'an object that cannot be read'],
    [new Proxy(new Error('no'), {}), 'an Error, "no"'],
    [Object.defineProperty(new Error('no'), 'message', { get: throwing }), 'an Error'],
    [Object.defineProperty(new Error('no'), 'stack', { get: throwing }), 'an Error, "no"'],
    [Object.assign(new Error('no'), { [inspect.custom]: throwing }), 'an Error, "no"'],
    [Object.assign(new Error(), { message: { toString: throwing } }), 'an Error'],
  ])('%#', (thrown, said) => {
    const error = toError(thrown);
    expect(error).toMatchObject({
      code: 'thrown-value',
      message: `Something was thrown that is not a readable Error: ${said}.`,
    });
    expect(inspect(error)).toContain(error.message);
  });
});

test('a promise does too, and need not be waited for', () => {
  expect(toError(Promise.reject(new Error('never awaited'))).message).toContain(': a Promise.');
});

test('a denial and a redirect of another copy of kit are recognised', () => {
  const answers = [deny('no'), redirect('/login')];
  expect(answers.map(caught)).toEqual(answers);
  expect(caught(hostile())).toMatchObject({ code: 'thrown-value' });
});
