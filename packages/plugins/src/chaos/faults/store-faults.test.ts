import { describe, expect, test } from 'vitest';

import { HandClock } from '../../../test/hand-clock.js';
import { type StoreFaults, withFaults } from './store-faults.js';

class Notes {
  readonly written: unknown[] = [];
  #reads = 0;

  async write(...args: unknown[]): Promise<number> {
    this.written.push(...args);
    return this.written.length;
  }

  async read(): Promise<number> {
    return ++this.#reads;
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

describe('a store with faults', () => {
  test('works as before while there are none, private members included', async () => {
    const store = withFaults(new Notes(), {});
    expect([await store.write('a'), await store.read(), await store.read()]).toEqual([1, 1, 2]);
    expect(store).toBeInstanceOf(Notes);
    expect(store.written).toEqual(['a']);
  });

  test.each([
    ['a full disk', { full: 1 }, 'ENOSPC', -28, []],
    ['a read-only file system', { readOnly: 1 }, 'EROFS', -30, []],
    ['a write that ends half-way', { halfWritten: 1 }, 'ENOSPC', -28, ['key', 'abc']],
  ] satisfies [string, StoreFaults, string, number, unknown[]][])(
    'fails a write as Node does: %s',
    async (_, faults, code, errno, written) => {
      const notes = new Notes();
      const store = withFaults(notes, faults);
      const failing = store.write('key', 'abcdef');
      expect(failing).toBeInstanceOf(Promise);
      await expect(failing).rejects.toMatchObject({ code, errno });
      expect(notes.written).toEqual(written);
      expect(await store.read()).toBe(1);
    },
  );

  test('writes half of bytes, and nothing of other values', async () => {
    const notes = new Notes();
    const store = withFaults(notes, { halfWritten: 1 });
    await store.write(Uint8Array.of(1, 2, 3, 4)).catch(codeOf);
    await store.write({ a: 1 }).catch(codeOf);
    expect(notes.written).toEqual([Uint8Array.of(1, 2)]);
  });

  test('fails reads', async () => {
    const store = withFaults(new Notes(), { unreadable: 1 });
    expect(await store.read().catch(codeOf)).toBe('EIO');
    expect(await store.write('a')).toBe(1);
  });

  test('is slow by the pace that it is given', async () => {
    const pace = new HandClock();
    const notes = new Notes();
    const writing = withFaults(notes, { slow: 30 }, { pace }).write('a');
    pace.pass(29);
    await Promise.resolve();
    expect(notes.written).toEqual([]);
    pace.pass(1);
    expect(await writing).toBe(1);
  });

  test('that answers at once throws', () => {
    const files = new Map<string, string>();
    const store = withFaults(files, { full: 1 }, { sync: true });
    expect(() => store.set('a', 'b')).toThrow('ENOSPC: no space left on device, write');
    expect(store.get('a')).toBeUndefined();
  });

  test('may be a function: its call is a write', () => {
    const lines: string[] = [];
    const sink = (line: string): void => void lines.push(line);
    const faulty = withFaults(sink, { halfWritten: 1 }, { sync: true });
    expect(() => faulty('whole line')).toThrow('ENOSPC');
    expect(lines).toEqual(['whole']);
  });

  test('repeats its faults for the same seed, and counts them', async () => {
    const run = async (seed: number): Promise<string[]> => {
      const noted: string[] = [];
      const note = (fault: string, method: string) => noted.push(`${fault} ${method}`);
      const store = withFaults(new Notes(), { full: 0.5 }, { seed, note });
      const results: string[] = [];
      for (let i = 0; i < 20; i++) results.push(`${await store.write(i).catch(codeOf)}`);
      expect(noted.length).toBe(results.filter((result) => result === 'ENOSPC').length);
      return results;
    };
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });
});
