import { describe, expect, test } from 'vitest';

import { errorText } from './error-text.js';
import { fail } from './errors.js';

const hostile = '\u001b[2J\u202e\r\nINFO all is well\n    at fake (/etc/passwd:1:1)';

/** An error whose stack is known. */
const withStack = (error: Error, frames = '    at here (file.js:1:2)\n    at there'): Error =>
  Object.assign(error, { stack: `${error.name}: ${error.message}\n${frames}` });

describe('the text of an error', () => {
  test('has name, message and frames', () => {
    expect(errorText(withStack(new TypeError('No.')))).toBe(
      'TypeError: No.\n    at here (file.js:1:2)\n    at there',
    );
  });

  test('marks the lines of a message, so that none poses as a frame or as another entry', () => {
    const text = errorText(withStack(new Error(`No ${hostile}`)));
    expect(text.split('\n')).toEqual([
      String.raw`Error: No \u001b[2J\u202e`,
      '  | INFO all is well',
      '  |     at fake (/etc/passwd:1:1)',
      '    at here (file.js:1:2)',
      '    at there',
    ]);
  });

  test('has the message that the error has now, and of its stack the frames alone', () => {
    const error = withStack(new Error('before\n\u001b'));
    error.message = 'now';
    expect(errorText(error)).toBe('Error: now\n    at here (file.js:1:2)\n    at there');
  });

  test('shows invisible characters in a name, in a frame and in other members', () => {
    const error = withStack(new Error('No.'), '    at x\u009b2J');
    error.name = 'A\nB';
    Object.assign(error, { code: 'E1', detail: '\u202e\n' });
    expect(errorText(error)).toBe(
      [
        String.raw`A\nB: No.`,
        String.raw`    at x\u009b2J`,
        String.raw`    { code: 'E1', detail: '\u202e\n' }`,
      ].join('\n'),
    );
  });

  test('has the next step of an error of ours', () => {
    expect(errorText(fail('region-busy', { view: 'a' }))).toContain("hint: 'Make its handlers");
  });

  test('goes on with the causes, and with some of the errors of several', () => {
    const inner = withStack(new Error(hostile), '    at inner');
    const outer = withStack(new Error('outer', { cause: inner }), '    at outer');
    expect(errorText(outer).split('\n').slice(0, 3)).toEqual([
      'Error: outer',
      '    at outer',
      String.raw`  caused by Error: \u001b[2J\u202e`,
    ]);
    const several = new AggregateError(Array.from({ length: 50 }, (_, i) => new Error(`no ${i}`)));
    expect(errorText(several).match(/caused by/g)).toHaveLength(3);
  });

  test('ends where causes go in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(errorText(error).match(/round/g)?.length).toBeLessThan(10);
  });

  test('is bounded', () => {
    const error = new Error('x\n'.repeat(60_000), { cause: 'y'.repeat(60_000) });
    Object.assign(error, { body: 'z'.repeat(60_000), list: Array(60_000).fill('w') });
    error.stack += '\n    at f'.repeat(60_000);
    expect(errorText(error).length).toBeLessThan(10_000);
  });

  test.each([
    ['text', 'on\u001b\nfire', 'on\\u001b\n  | fire'],
    ['nothing', undefined, 'undefined'],
    [
      'an error of the platform',
      new DOMException('no\u001b', 'AbortError'),
      'AbortError: no\\u001b',
    ],
    ['data', { a: '\u001b' }, String.raw`{ a: '\x1B' }`],
  ])('shows %s that was thrown in place of one', (_what, thrown, text) => {
    expect(errorText(thrown).split('\n    at ')[0]).toBe(text);
  });

  test('runs no code of the thrown value except getters of its own, and never throws', () => {
    const throws = () => {
      throw new Error('again');
    };
    const hostileError = new Error('x');
    Object.defineProperty(hostileError, 'message', { get: throws });
    expect(errorText(hostileError)).toBe('something that cannot be shown');
    const proxy = new Proxy({}, { get: throws, getPrototypeOf: throws, ownKeys: throws });
    expect(errorText(proxy)).toBe('{}');
    const getter = Object.defineProperty(new Error('y'), 'z', { get: throws, enumerable: true });
    expect(errorText(getter)).toContain('z: [Getter]');
    expect(errorText(Object.assign(new Error('n'), { name: 7, stack: {} }))).toBe('7: n');
  });
});
