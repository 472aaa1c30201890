import { afterAll, expect, test } from 'vitest';

import { catalogue } from '../packages/kit/src/core/errors.ts';
import { defaultLimits } from '../packages/kit/src/core/limits.ts';
import { hookNames } from '../packages/kit/src/hooks/table.ts';
import { errorsPage } from './reference/errors.ts';
import { hooksPage } from './reference/hooks.ts';
import { limitGroups, limitsPage } from './reference/limits.ts';
import { Sources } from './reference/sources.ts';

const sources = new Sources();
afterAll(() => sources.close());

// `npm run docs:reference` writes what these compare.
test.each([
  ['hooks', hooksPage],
  ['errors', errorsPage],
  ['limits', limitsPage],
])('the page on %s is as the source has it', async (name, write) => {
  await expect(write(sources)).toMatchFileSnapshot(`reference/${name}.md`);
});

test('every error has its entry', () => {
  const entries = [...errorsPage(sources).matchAll(/^### `(.*)`$/gm)].map(([, code]) => code);
  expect(entries.toSorted()).toEqual(Object.keys(catalogue).toSorted());
});

test('every limit is in one group, and its text says what it counts and what happens beyond it', () => {
  const grouped = Object.values(limitGroups).flatMap((group) => Object.keys(group));
  expect(grouped.toSorted()).toEqual(Object.keys(defaultLimits).toSorted());
  const docs = sources.membersOf('core/limits.ts', 'Limits');
  expect(docs.map(({ name }) => name).toSorted()).toEqual(grouped.toSorted());
  for (const { name, doc } of docs) expect(doc, name).toMatch(/^[A-Z]\w+\b.*\. .*\.$/);
});

test('every hook says when it fires, and what each member of its payload is', () => {
  const hooks = sources.membersOf('hooks/payloads.ts', 'HookPayloads');
  expect(hooks.map(({ name }) => name).toSorted()).toEqual(hookNames.toSorted());
  for (const { name, doc } of hooks) {
    expect(doc, name).toMatch(/^[A-Z].*\.$/);
    for (const member of sources.membersOf('hooks/payloads.ts', 'HookPayloads', name))
      expect(member.doc, `${name} ${member.name}`).toMatch(/^[A-Z].*\.$/);
  }
});
