import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

test('the package.json of the first page names the versions that the workspace has', () => {
  const page = readFileSync('docs/guide/getting-started.md', 'utf8');
  const text = /^```json package\.json\n([^]*?)^```$/m.exec(page)![1]!;
  const { dependencies, devDependencies } = JSON.parse(text) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const catalog = readFileSync('pnpm-workspace.yaml', 'utf8');
  for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
    const version = name.startsWith('@skerry/')
      ? (JSON.parse(readFileSync(`packages/${name.slice(8)}/package.json`, 'utf8'))
          .version as string)
      : new RegExp(`^  '?${name}'?: (.*)$`, 'm').exec(catalog)?.[1];
    expect([name, range]).toEqual([name, `^${version}`]);
  }
});
