import { describe, expect, test } from 'vitest';
import { catalogue, fail, SkerryError } from './errors.js';

describe('an error of the catalogue', () => {
  test('has a permanent code, a title, the reason as its message, and a next step', () => {
    const error = fail('unknown-event', { view: 'counter', event: 'explode' });
    expect(error).toBeInstanceOf(SkerryError);
    expect(error).toMatchObject({
      name: 'SkerryError',
      code: 'unknown-event',
      title: 'Unknown event',
      message: 'The live view "counter" declares no event "explode".',
    });
    expect(error.hint).toContain('defineLive()');
  });

  test('keeps its cause', () => {
    const cause = new Error('disk full');
    expect(
      fail('bad-cookie', { name: 'a', problem: 'its value is too long' }, { cause }).cause,
    ).toBe(cause);
  });

  test('has a stack that begins where it was made', () => {
    const { stack } = fail('region-busy', { view: 'a' });
    expect(stack?.split('\n')[1]).toContain('errors.test.ts');
  });

  test('quotes names on one line and bounds them', () => {
    const { message } = fail('region-busy', { view: `a\n"b"${'x'.repeat(1_000)}` });
    expect(message).toContain(String.raw`"a\n\"b\"xxx`);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(200);
  });

  test.each(Object.entries(catalogue))('%s is complete', (code, { title, hint }) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(hint).toMatch(/^[A-Z].*[.?`]$/s);
  });
});
