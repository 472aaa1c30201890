import { type ESTree, parseSync } from 'vite';

import { Source } from './errors.js';

/** Parses a file. @throws CompileError with the place where its syntax is wrong */
export function parse(code: string, file: string): ESTree.Program {
  const { program, errors } = parseSync(file, code);
  const error = errors.find(({ severity }) => severity === 'Error');
  if (!error) return program;
  throw new Source(code, file).errorAt(
    error.labels[0] ?? program,
    `${error.message.replace(/\.?$/, '.')}`,
    error.helpMessage ?? 'Correct the syntax here.',
  );
}
