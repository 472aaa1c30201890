import { expect, test } from 'vitest';

import { ErrorBoundary, Suspense } from './suspense.js';

test('the error of an unusable error boundary says what is wrong', () => {
  expect(() => ErrorBoundary({ fallback: 'sorry' } as never)).toThrow(
    expect.objectContaining({ code: 'bad-error-boundary' }),
  );
});

test.each([
  [{ at: 'request', children: <b>x</b> }, 'has `at="request"`, and markup as its content'],
  [{ at: 'build', children: 'x' }, 'has an `at` that is not "request"'],
  [{ children: () => 'x' }, 'has a function as its content, and neither `at` nor `load`'],
  [{ load: { status: 'pending' }, children: 'x' }, 'has `load`, and markup as its content'],
])('the error of an unusable boundary says what is wrong: %o', (props, problem) => {
  expect(() => Suspense({ fallback: '', ...props } as never)).toThrow(
    expect.objectContaining({ code: 'bad-suspense', message: expect.stringContaining(problem) }),
  );
});
