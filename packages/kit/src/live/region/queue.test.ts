import { expect, test } from 'vitest';

import { findBlamed } from '../../core/blame.js';
import { WorkQueue } from './queue.js';

function queue() {
  const panics: string[] = [];
  const owner = {
    panic: ({ message }: Error) => void panics.push(message),
    reportError() {},
    noteWork() {},
  };
  return { work: new WorkQueue(owner), owner, panics };
}

test('the owner receives errors of its work, and the next piece goes on', async () => {
  const { work, panics } = queue();
  const done: string[] = [];
  work.addJob(() => {
    throw new Error('at once');
  });
  expect(work.busy).toBe(false);
  work.addJob(() => Promise.reject(new Error('later')));
  work.addJob(() => void done.push('next'));
  expect(work.busy).toBe(true);
  await expect.poll(() => done).toEqual(['next']);
  expect(panics).toEqual(['at once', 'later']);
  expect(work.busy).toBe(false);
});

test('the owner is blamed for its work, also if another owner has added it', async () => {
  const [first, second] = [queue(), queue()];
  const blamed: unknown[] = [];
  first.work.addJob(async () => {
    second.work.addJob(() => void blamed.push(findBlamed()));
    await undefined;
    blamed.push(findBlamed());
  });
  first.work.addJob(() => void blamed.push(findBlamed()));
  await expect.poll(() => blamed).toEqual([second.owner, first.owner, first.owner]);
  expect(findBlamed()).toBeUndefined();
});
