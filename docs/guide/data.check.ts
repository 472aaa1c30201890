import { createTestApp, fetchPage, mountLive } from '@skerry/kit/testing';
import { type Locals, publish } from '@skerry/kit';
import { expect, test } from 'vitest';

import type { Database } from './database.ts';
import Berths from './live/berths.live.tsx';
import * as home from './pages/index.tsx';
import * as moor from './pages/api/moor.ts';
import * as server from './server.ts';

const routes = { 'index.tsx': home, 'api/moor.ts': moor };
const views = { 'live/berths': Berths };

test('the database opens before the first page, and closes when the app ends', async () => {
  let database: Database | undefined;
  const watched = {
    async start(context: Parameters<typeof server.start>[0]) {
      const end = await server.start(context);
      ({ database } = context.locals);
      return end;
    },
  };
  const app = createTestApp({ routes, views, server: watched });
  expect((await fetchPage(app, '/')).html).toContain('0 ships in the harbour');
  await database!.moor({ name: 'A1', ship: 'Merlin' });
  const { document } = await fetchPage(app, '/');
  expect(document.textContent).toContain('A1: Merlin');
  publish('berths', { name: 'A2', ship: 'Kestrel' });
  expect(database!.isOpen).toBe(true);
  await app.close();
  expect(database!.isOpen).toBe(false);
  expect(() => publish('berths', { name: 'A2', ship: 'Kestrel' })).toThrow('where no app runs');
});

test('without a database there is nothing to show', async () => {
  await expect(mountLive(Berths)).rejects.toThrow('answered with notFound()');
  const none: Locals = {};
  expect(none.database).toBeUndefined();
});
