import { expect, test } from 'vitest';

import { WorkQueue } from './work-queue.js';

/** Jobs that end when the test says so. */
function jobs(queue: WorkQueue) {
  const ends: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const add = (fails = false) =>
    queue.runJob(async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      if (fails) throw new Error('failed');
    });
  return { add, ends, most: () => most };
}

test('the queue of expensive work runs no more jobs at a time than it may', async () => {
  const { add, ends, most } = jobs(new WorkQueue({ concurrency: 2 }));
  const all = Array.from({ length: 7 }, () => add());
  for (let done = 0; done < 7; done += 1) {
    await expect.poll(() => ends.length).toBeGreaterThan(0);
    ends.shift()!();
  }
  await Promise.all(all);
  expect(most()).toBe(2);
});

test('the queue of expensive work refuses jobs when too many wait, and goes on afterwards', async () => {
  const queue = new WorkQueue({ concurrency: 1, maxWaiting: 1 });
  const { add, ends } = jobs(queue);
  const first = add();
  const second = add();
  await expect(add()).rejects.toMatchObject({ code: 'busy' });
  ends.shift()!();
  await first;
  await expect.poll(() => ends.length).toBe(1);
  ends.shift()!();
  await second;
  await expect(queue.runJob(async () => 'free')).resolves.toBe('free');
});

test('the queue of expensive work goes on after a job that fails', async () => {
  const queue = new WorkQueue({ concurrency: 1 });
  const { add, ends } = jobs(queue);
  const bad = add(true);
  const good = queue.runJob(async () => 'done');
  ends.shift()!();
  await expect(bad).rejects.toThrow('failed');
  await expect(good).resolves.toBe('done');
});
