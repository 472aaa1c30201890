import { expect } from 'vitest';

import { compile, CompileError, type CompileOptions } from '../src/compile/index.js';

/** The message of a file's error, whose place must be at the `▸`. */
export function fault(marked: string, file = 'view.tsx', options?: CompileOptions): string {
  const [before = '', after = ''] = marked.split('▸');
  const lines = before.split('\n');
  const error = thrown(() => compile(before + after, file, options));
  expect(error, marked).toBeInstanceOf(CompileError);
  expect({ line: error.line, column: error.column }, error.message).toEqual({
    line: lines.length,
    column: lines.at(-1)?.length,
  });
  return error.message;
}

/** The error that a function throws. */
export function thrown(run: () => unknown): CompileError {
  try {
    run();
  } catch (error) {
    return error as CompileError;
  }
  throw new Error('Nothing was thrown.');
}
