import { expect, test } from 'vitest';

import { findBlamed } from '../../core/blame.js';
import { WorkQueue } from './queue.js';

function queue() {
  const panics: string[] = [];
  const owner = { panic: ({ message }: Error) => void panics.push(message), worked() {} };
  return { work: new WorkQueue(owner), owner, panics };
}

test('work that throws or is rejected is told to the owner, and the next goes on', async () => {
  const { work, panics } = queue();
  const done: string[] = [];
  work.add(() => {
    throw new Error('at once');
  });
  expect(work.busy).toBe(false);
  work.add(() => Promise.reject(new Error('later')));
  work.add(() => void done.push('next'));
  expect(work.busy).toBe(true);
  await expect.poll(() => done).toEqual(['next']);
  expect(panics).toEqual(['at once', 'later']);
  expect(work.busy).toBe(false);
});

test('the owner is blamed for work, also where somebody else has added it', async () => {
  const [first, second] = [queue(), queue()];
  const blamed: unknown[] = [];
  first.work.add(async () => {
    second.work.add(() => void blamed.push(findBlamed()));
    await undefined;
    blamed.push(findBlamed());
  });
  first.work.add(() => void blamed.push(findBlamed()));
  await expect.poll(() => blamed).toEqual([second.owner, first.owner, first.owner]);
  expect(findBlamed()).toBeUndefined();
});
