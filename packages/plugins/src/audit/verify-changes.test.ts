import { readFile, writeFile } from 'node:fs/promises';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { auditKey, finishedFile } from '../../test/audit-logs.js';
import { verifyFile } from './verify.js';

const check = (file: string) => verifyFile(file, auditKey);

const swap = (a: number, b: number) => (lines: string[]) => {
  [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  return lines;
};

describe('any single change of a closed file is found:', () => {
  const runs = { numRuns: 150 };
  const subject = async () => {
    const file = await finishedFile(70);
    const bytes = await readFile(file);
    const lines = bytes.toString('utf8').trimEnd().split('\n');
    const foundIn = async (content: Buffer | string) => {
      await writeFile(file, content);
      return !(await check(file)).isOk;
    };
    const joined = (changed: readonly string[]) => changed.map((line) => `${line}\n`).join('');
    return { bytes, lines, foundIn, joined };
  };

  test('of a byte', async () => {
    const { bytes, foundIn } = await subject();
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      by: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ by;
        expect(await foundIn(changed)).toBe(true);
      }),
      runs,
    );
  });

  test('a byte more, or less', async () => {
    const { bytes, foundIn } = await subject();
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, byte }) => {
        const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
        expect(await foundIn(Buffer.concat([head, Buffer.of(byte), tail]))).toBe(true);
        expect(await foundIn(Buffer.concat([head, tail.subarray(1)]))).toBe(true);
      }),
      runs,
    );
  });

  test('lines removed, at the start, in the middle or at the end', async () => {
    const { lines, foundIn, joined } = await subject();
    const range = fc.record({
      at: fc.nat(lines.length - 1),
      count: fc.integer({ min: 1, max: 80 }),
    });
    await fc.assert(
      fc.asyncProperty(range, async ({ at, count }) => {
        expect(await foundIn(joined(lines.toSpliced(at, count)))).toBe(true);
      }),
      runs,
    );
  });

  test('two lines swapped, a line moved, a line copied', async () => {
    const { lines, foundIn, joined } = await subject();
    const places = fc.uniqueArray(fc.nat(lines.length - 1), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(places, async ([a, b]) => {
        expect(await foundIn(joined(swap(a!, b!)([...lines])))).toBe(true);
        const moved = lines.toSpliced(a!, 1).toSpliced(b!, 0, lines[a!]!);
        expect(await foundIn(joined(moved))).toBe(true);
        expect(await foundIn(joined(lines.toSpliced(b!, 0, lines[a!]!)))).toBe(true);
      }),
      runs,
    );
  });

  test('a text inserted as a line', async () => {
    const { lines, foundIn, joined } = await subject();
    const text = fc.oneof(fc.string(), fc.json(), fc.constant(''));
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length), text, async (at, line) => {
        expect(await foundIn(joined(lines.toSpliced(at, 0, line)))).toBe(true);
      }),
      runs,
    );
  });

  test('the end cut off, at any byte', async () => {
    const { bytes, foundIn } = await subject();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        expect(await foundIn(bytes.subarray(0, length))).toBe(true);
      }),
      runs,
    );
  });
});
