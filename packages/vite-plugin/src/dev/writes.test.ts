import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FSWatcher } from 'vite';
import { expect, onTestFinished, test } from 'vitest';

import { Writes } from './writes.js';

async function watchFile(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'skerry-writes-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'page.tsx');
  await writeFile(file, text);
  const watcher = new EventEmitter();
  const changes: string[] = [];
  watcher.on('change', (changed: string) => void changes.push(changed));
  return { file, changes, writes: new Writes(watcher as FSWatcher) };
}

test('a file that was written on after its edit was noted was not whole when it was read', async () => {
  const { file, changes, writes } = await watchFile('export default () => <h1>');
  await writes.noteEdit(file, 1);
  await writeFile(file, 'export default () => <h1>Whole</h1>;');
  expect(await writes.areWritten([file], Infinity)).toBe(false);
  // The watcher may have missed it.
  expect(changes).toEqual([file]);
});

test('a file that has changed once more, long after its edit, was not whole when it was read', async () => {
  const { file, writes } = await watchFile('export default () => <h1>');
  await writes.noteEdit(file, 1);
  expect(await writes.isWritten(file, 1)).toBe(true);
  await writeFile(file, 'export default () => <h1>Whole</h1>;');
  expect(await writes.areWritten([file], Infinity)).toBe(false);
});

test('a file that stays as it is was whole, with an edit and without', async () => {
  const { file, changes, writes } = await watchFile('export default () => <h1>');
  expect(await writes.areWritten([file], Infinity)).toBe(true);
  await writes.noteEdit(file, 1);
  expect(await writes.areWritten([file], Infinity)).toBe(true);
  expect(changes).toEqual([]);
});

test('a file whose edit was noted after it was begun to be read may not have been whole then', async () => {
  const { file, changes, writes } = await watchFile('export default () => <h1>');
  await writes.noteEdit(file, 1);
  expect(await writes.areWritten([file], 0)).toBe(false);
  expect(await writes.areWritten([file], Infinity)).toBe(true);
  expect(changes).toEqual([]);
});
