import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import { sailors } from './pages/login.tsx';

test('guards send visitors to the login and back, and show a ship to its crew', async () => {
  const config = { allowedHosts: ['localhost'], plugins: [sailors()] };
  const app = await createTestApp({ config });
  const { status, headers } = await fetchPage(app, '/crew/gull?tab=rota');
  expect([status, headers.get('location')]).toEqual([
    303,
    '/login?back=%2Fcrew%2Fgull%3Ftab%3Drota',
  ]);
  const ask = (path: string) => fetchPage(app, path, { headers: { 'x-sailor': 'Ann@gull' } });
  expect((await ask('/crew/gull')).html).toContain('The crew of gull');
  expect((await ask('/crew/tern')).status).toBe(404);
  expect((await fetchPage(app, '/login?back=%2Fcrew%2Fgull')).html).toContain('/crew/gull');
  await app.close();
});
