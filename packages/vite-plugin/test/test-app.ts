import { writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { normalizePath } from 'vite';

/** A copy of the fixture that a test may change. */
export interface TestApp {
  root: string;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Replaces a text in a file. */
  edit(file: string, from: string, to: string): Promise<void>;
  remove(file: string): Promise<void>;
}

/** Copies the fixture to where its imports still lead to this workspace, and git does not look. */
export async function createTestApp(): Promise<TestApp & AsyncDisposable> {
  const home = resolve(import.meta.dirname, '../dist/apps');
  await mkdir(home, { recursive: true });
  const root = normalizePath(await mkdtemp(join(home, 'app-')));
  await cp(resolve(import.meta.dirname, 'fixture'), root, { recursive: true });
  const app: TestApp = {
    root,
    read: (file) => readFile(join(root, file), 'utf8'),
    async write(file, text) {
      // For 50 ms after a change the watcher takes no notice of another one. It runs in this process, and when a test has
      // seen what a change led to, its timer is older than this one, and so ends first.
      await setTimeout(100);
      await mkdir(join(root, file, '..'), { recursive: true });
      // At once, or the watcher would see the file empty.
      writeFileSync(join(root, file), text);
    },
    async edit(file, from, to) {
      const text = await app.read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      await app.write(file, text.replace(from, to));
    },
    remove: (file) => rm(join(root, file)),
  };
  return {
    ...app,
    // Vite may still be writing what it has bundled.
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, maxRetries: 10 }),
  };
}
