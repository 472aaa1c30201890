import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Violation } from './history.js';
import type { FailureFolder, RecordedRun } from './options.js';

/** Writes a test that repeats a run and fails as it did. @returns its file */
export async function writeFailure(
  { folder, module, name }: FailureFolder,
  { seed, faults, steps, order }: RecordedRun,
  violations: readonly Violation[],
): Promise<string> {
  const kinds = [...new Set(violations.map(({ invariant }) => invariant))].sort();
  const title = `seed ${seed} finds no ${kinds.join(', no ')}`;
  const plan = JSON.stringify({ ...faults, http: undefined });
  const orderLine = order ? `    order: ${JSON.stringify(order)},\n` : '';
  const code = `import { replayMonkey } from '@skerry/plugins/chaos';
import { test } from 'vitest';

import { ${name} } from ${JSON.stringify(module)};

test(${JSON.stringify(title)}, () =>
  replayMonkey(${name}, {
    seed: ${seed},
    faults: ${plan},
    steps: [
${steps.map((step) => `      ${JSON.stringify(step)},\n`).join('')}    ],
${orderLine}  }));
`;
  await mkdir(folder, { recursive: true });
  const file = join(folder, `seed-${seed}-${kinds.join('-')}.test.ts`);
  await writeFile(file, code);
  return file;
}
