import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { newFolder, onlyFile, readRecords, startLog } from '../../test/audit-logs.js';
import { canonicalJson } from './canonical.js';
import { AuditKeys } from './keys.js';
import { fieldRules, toRecord } from './record.js';

const key = new AuditKeys('a key for the tests of the record of a log').newest;
const recordOf = (fields: unknown, type: unknown = 'order_placed') =>
  toRecord(type as string, fields as object, { key, rules: fieldRules(), time: 0 });

const no = (): never => {
  throw new Error('no');
};
/** A proxy each of whose traps throws. */
const hostile = (target: object) => new Proxy(target, new Proxy({}, { get: () => no }));
const revoked = (target: object) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

/** An array that gives what it likes when it is copied. */
class Sly extends Array {
  override slice(): never[] {
    return {
      map: () => ({
        get sly() {
          return no();
        },
      }),
    } as never;
  }
}

class SlyDate extends Date {
  override toISOString(): string {
    return {
      get sly() {
        return no();
      },
    } as never;
  }
}

class SlyBytes extends Uint8Array {
  override get byteLength(): number {
    return '\u001B[2J' as never;
  }
}

test.each([
  ['null', null],
  ['a number', 5],
  ['a text', 'ann'],
  ['a function', no],
  ['a symbol', Symbol('ann')],
  ['a proxy that throws', hostile({})],
  ['a revoked proxy', revoked({})],
])('a record is made of fields that are %s', (_, fields) => {
  expect(recordOf(fields).lasting).toMatchObject({ type: 'order_placed' });
});

test('a member of a record that cannot be read is marked, and the others are kept', () => {
  const { lasting, personal } = recordOf({
    get actor() {
      return no();
    },
    get session() {
      return no();
    },
    get detail() {
      return no();
    },
    get severity() {
      return no();
    },
    region: 'lv1',
  });
  expect(lasting).toMatchObject({
    severity: '[unreadable]',
    outcome: 'success',
    region: 'lv1',
    session: undefined,
    detail: '[unreadable]',
  });
  expect(personal).toEqual({ actor: '[unreadable]' });
});

test('a member of a record is read once', () => {
  let reads = 0;
  recordOf({
    get session() {
      reads += 1;
      return 's1';
    },
  });
  expect(reads).toBe(1);
});

test.each<[string, unknown]>([
  ['a proxy of an object', hostile({})],
  ['a proxy of an array', hostile([])],
  ['a proxy of a function', hostile(no)],
  ['a proxy of a date', hostile(new Date())],
  ['a revoked proxy', revoked([])],
  ['an array with a copy of its own', Sly.from([1])],
  ['a date with a text of its own', new SlyDate(0)],
  ['bytes with a length of their own', new SlyBytes(3)],
  ['a map whose name has no text', new Map([[{ toString: no }, 1]])],
  ['an error whose message throws', Object.defineProperty(new Error('x'), 'message', { get: no })],
  ['an object whose prototype is a proxy', Object.create(hostile({})) as object],
])('a detail that is %s makes a record of JSON without hidden characters', (_, detail) => {
  for (const given of [detail, [detail], { deep: { detail } }, new Set([detail])]) {
    const { lasting } = recordOf({ detail: given });
    const text = canonicalJson(lasting);
    expect(JSON.parse(text)).toHaveProperty('detail');
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

test.each([
  ['a set', class extends Set {}],
  ['a map', class extends Map {}],
])('a detail that is %s without an end is read as far as it is kept', (_, Kind) => {
  const endless = new Kind() as object;
  Object.defineProperty(endless, Symbol.iterator, {
    *value() {
      for (let n = 0; n < 1_000; n += 1) yield ['n', n];
      no();
    },
  });
  expect(canonicalJson(recordOf({ detail: endless }).lasting)).toContain('[cut]');
});

test('a record is made of fields of any value', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (fields, member, type) => {
      for (const given of [fields, { detail: member, actor: member, session: member }])
        expect(() => canonicalJson(recordOf(given, type).lasting)).not.toThrow();
    }),
  );
});

test('a log records whatever it is handed, and numbers it', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  const given = [null, hostile({}), { actor: hostile({}) }];
  expect(given.map((fields) => audit.record('order_placed', fields as object))).toEqual([1, 2, 3]);
  await audit.stop();
  expect(await readRecords(await onlyFile(dir))).toHaveLength(5);
});

test('a log of the app that throws is no reason to throw, nor to write a line twice', async () => {
  const log = { info: no, warn: no, error: no };
  const lines: string[] = [];
  let fails = false;
  const sink = (more: readonly string[]) => {
    if (fails) throw new Error('disk full');
    lines.push(...more);
  };
  const audit = await startLog({ sinks: [sink], maxQueue: 1, log });
  fails = true;
  await expect(audit.recordSurely('first')).rejects.toThrow('Record 1 of the audit log');
  expect(audit.record('dropped')).toBe(2);
  fails = false;
  await audit.stop();
  const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds).toEqual(['open', 'record', 'dropped', 'close']);
});
