import { expect, test } from 'vitest';

import { code, record, testStore } from '../../../test/store-contract.js';
import { memoryStore } from './memory-store.js';

testStore('in memory', async () => memoryStore());

test('the store in memory is bounded: the session that was not used for longest ends', async () => {
  const store = memoryStore({ maxSessions: 2, maxCodes: 2 });
  const deleted: string[] = [];
  store.onDeleted((ids) => deleted.push(...ids));
  await store.putSession(record('a'));
  await store.putSession(record('b'));
  await store.touchSession('a', Date.now(), Date.now() + 60_000);
  await store.putSession(record('c'));
  expect(deleted).toEqual(['b']);
  for (const id of ['x', 'y', 'z']) await store.putCode(code(id, `reset:${id}`));
  expect(await store.takeCode('x')).toBeUndefined();
  expect(await store.takeCode('y')).toBeDefined();
});
