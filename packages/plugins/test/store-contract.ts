import { expect, test } from 'vitest';

import type { AuthStore, CodeRecord, SessionRecord } from '../src/auth/stores/store.js';

/** Makes a record of a session that goes on for a minute. */
export const record = (id: string, rest: Partial<SessionRecord> = {}): SessionRecord => ({
  id,
  subject: 'ann',
  began: Date.now(),
  used: Date.now(),
  until: Date.now() + 60_000,
  authenticated: Date.now(),
  method: 'password',
  rights: '[]',
  groups: [],
  device: 'Firefox on Linux',
  address: '127.0.0.1',
  ...rest,
});

/** Makes a code that can be used for a minute. */
export const code = (id: string, slot: string, until = Date.now() + 60_000): CodeRecord => ({
  id,
  slot,
  data: '{"x":1}',
  until,
});

/** The tests that every store passes; `open` returns an empty one. */
export function testStore(name: string, open: () => Promise<AuthStore>): void {
  test(`the store ${name} reads a session as it was written`, async () => {
    const store = await open();
    const ann = record('a', { groups: ['room:1'] });
    await store.putSession(ann);
    expect(await store.getSession('a')).toEqual(ann);
    expect(await store.getSession('b')).toBeUndefined();
  });

  test(`the store ${name} replaces a session in one step, and tells so`, async () => {
    const store = await open();
    const deleted: string[] = [];
    store.onDeleted((ids) => deleted.push(...ids));
    await store.putSession(record('a'));
    await store.putSession(record('b'), 'a');
    expect(await store.getSession('a')).toBeUndefined();
    expect((await store.listSessions('ann')).map(({ id }) => id)).toEqual(['b']);
    await expect.poll(() => deleted).toEqual(['a']);
  });

  test(`the store ${name} replaces no session that is gone, and writes nothing then`, async () => {
    const store = await open();
    await store.putSession(record('a'));
    await store.deleteSession('a');
    expect(await store.putSession(record('b', { groups: ['room:1'] }), 'a')).toBe(false);
    await store.putSession(record('late', { until: Date.now() - 1 }));
    expect(await store.putSession(record('b'), 'late')).toBe(false);
    expect(await store.getSession('b')).toBeUndefined();
    expect(await store.listSessions('ann')).toEqual([]);
    expect(await store.deleteGroup('room:1')).toBe(0);
    expect(await store.putSession(record('c'))).toBe(true);
    const all = ['d', 'e', 'f'].map((id) => store.putSession(record(id), 'c'));
    expect((await Promise.all(all)).filter((isDone) => isDone)).toHaveLength(1);
    expect(await store.listSessions('ann')).toHaveLength(1);
  });

  test(`the store ${name} adds a session to groups, and keeps all else of it`, async () => {
    const store = await open();
    const [used, until] = [Date.now() + 1_000, Date.now() + 90_000];
    const ann = record('a', { groups: ['room:1'] });
    await store.putSession(ann);
    const groups = ['room:1', 'crew of\nthe 2% "Swan"', 'room:1'];
    const [isUsed, ...joined] = await Promise.all([
      store.touchSession('a', used, until),
      ...groups.map((group) => store.joinGroup('a', group)),
    ]);
    expect([isUsed, ...joined]).toEqual([true, true, true, true]);
    expect(await store.getSession('a')).toEqual({
      ...ann,
      used,
      until,
      groups: groups.slice(0, 2),
    });
    expect(await store.deleteGroup(groups[1]!)).toBe(1);
    expect(await store.deleteGroup('room:1')).toBe(0);
  });

  test(`the store ${name} keeps a session that is replaced in its groups, unless the user is another`, async () => {
    const store = await open();
    await store.putSession(record('a', { groups: ['room:1'] }));
    await store.joinGroup('a', 'room:2');
    await store.putSession(record('b', { groups: ['room:3', 'room:1'] }), 'a');
    const groups = ['room:3', 'room:1', 'room:2'];
    expect((await store.getSession('b'))?.groups).toEqual(groups);
    await store.putSession(record('c', { subject: 'bob', groups: ['room:4'] }), 'b');
    expect((await store.getSession('c'))?.groups).toEqual(['room:4']);
    expect(await store.deleteGroup('room:2')).toBe(0);
    expect(await store.deleteGroup('room:4')).toBe(1);
  });

  test(`the store ${name} does not bring back a deleted session when it joins a group`, async () => {
    const store = await open();
    await store.putSession(record('a'));
    await store.deleteSession('a');
    await store.putSession(record('late', { until: Date.now() - 1 }));
    for (const id of ['a', 'late', 'never'])
      expect(await store.joinGroup(id, 'room:1')).toBe(false);
    expect(await store.getSession('a')).toBeUndefined();
    expect(await store.listSessions('ann')).toEqual([]);
    expect(await store.deleteGroup('room:1')).toBe(0);
  });

  test(`the store ${name} does not bring back a deleted session when it is touched`, async () => {
    const store = await open();
    const later = Date.now() + 90_000;
    await store.putSession(record('a'));
    expect(await store.touchSession('a', later - 60_000, later)).toBe(true);
    expect(await store.getSession('a')).toMatchObject({ used: later - 60_000, until: later });
    expect(await store.deleteSession('a')).toBe(true);
    expect(await store.deleteSession('a')).toBe(false);
    expect(await store.touchSession('a', later, later)).toBe(false);
    expect(await store.getSession('a')).toBeUndefined();
    expect(await store.listSessions('ann')).toEqual([]);
  });

  test(`the store ${name} has no session whose time is over`, async () => {
    const store = await open();
    await store.putSession(record('a'));
    await store.touchSession('a', Date.now(), Date.now() - 1);
    expect(await store.getSession('a')).toBeUndefined();
    expect(await store.listSessions('ann')).toEqual([]);
    expect(await store.touchSession('a', Date.now(), Date.now() + 60_000)).toBe(false);
  });

  test(`the store ${name} lists the sessions of a user, and ends all but one`, async () => {
    const store = await open();
    const deleted: string[] = [];
    store.onDeleted((ids) => deleted.push(...ids));
    for (const [at, id] of ['a', 'b', 'c'].entries())
      await store.putSession(record(id, { used: Date.now() + at }));
    await store.putSession(record('d', { subject: 'ann\nbonny' }));
    expect((await store.listSessions('ann')).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(await store.deleteSessionsOf('ann', 'b')).toBe(2);
    expect((await store.listSessions('ann')).map(({ id }) => id)).toEqual(['b']);
    await expect.poll(() => deleted.toSorted()).toEqual(['a', 'c']);
    expect((await store.listSessions('ann\nbonny')).map(({ id }) => id)).toEqual(['d']);
    expect(await store.deleteSessionsOf('ann\nbonny')).toBe(1);
  });

  test(`the store ${name} ends the sessions of a group`, async () => {
    const store = await open();
    await store.putSession(record('a', { groups: ['room:1', 'room:2'] }));
    await store.putSession(record('b', { subject: 'bob', groups: ['room:1'] }));
    await store.putSession(record('c', { groups: ['room:2'] }));
    expect(await store.deleteGroup('room:1')).toBe(2);
    expect(await store.deleteGroup('room:1')).toBe(0);
    expect((await store.listSessions('ann')).map(({ id }) => id)).toEqual(['c']);
  });

  test(`the store ${name} hands out a code once`, async () => {
    const store = await open();
    const one = code('x', 'reset:ann');
    await store.putCode(one);
    const taken = await Promise.all([1, 2, 3].map(() => store.takeCode('x')));
    expect(taken.filter((each) => each !== undefined)).toEqual([one]);
    expect(await store.takeCode('x')).toBeUndefined();
  });

  test(`the store ${name} keeps the latest code of a slot, until its time is over`, async () => {
    const store = await open();
    await store.putCode(code('x', 'reset:ann'));
    await store.putCode(code('y', 'reset:ann'));
    await store.putCode(code('z', 'reset:bob'));
    expect(await store.takeCode('x')).toBeUndefined();
    expect(await store.takeCode('y')).toMatchObject({ id: 'y' });
    expect(await store.takeCode('z')).toMatchObject({ id: 'z' });
    await store.putCode(code('late', 'reset:ann', Date.now() - 1));
    expect(await store.takeCode('late')).toBeUndefined();
  });

  test(`the store ${name} tells a listener nothing after it has left`, async () => {
    const store = await open();
    const deleted: string[] = [];
    const heard: string[] = [];
    const leave = store.onDeleted((ids) => deleted.push(...ids));
    store.onDeleted((ids) => heard.push(...ids));
    leave();
    await store.putSession(record('a'));
    await store.deleteSession('a');
    await expect.poll(() => heard).toEqual(['a']);
    expect(deleted).toEqual([]);
  });
}
