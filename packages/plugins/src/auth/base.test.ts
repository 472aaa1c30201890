import { afterEach, expect, test } from 'vitest';

import { type AuthSite, form, locationOf, serveAuth } from '../../test/auth-site.js';

let site: AuthSite;
afterEach(() => site.stop());

test('an app below a path of its host has its forms, its pages and its mails there', async () => {
  site = await serveAuth({ base: '/app/' });
  const html = { headers: { accept: 'text/html' } };
  expect(locationOf(await site.visit('/app/crew', html))).toBe('303 /app/login?back=%2Fapp%2Fcrew');
  const answers = [
    await site.post('/app/auth/login', form('ann')),
    await site.post('/app/auth/login', { ...form('ann'), back: '/app/crew' }),
    await site.post('/app/auth/login', { ...form('ann'), back: '/app/auth/logout' }),
    await site.post('/app/auth/login', form('ann', 'wrong')),
  ];
  expect(answers.map(locationOf)).toEqual([
    '303 /app/',
    '303 /app/crew',
    '303 /app/',
    '303 /app/login?fault=wrong',
  ]);
  await site.post('/app/auth/forgot', { name: 'ann@sea.example' });
  expect(site.mails[0]).toMatchObject({ path: expect.stringMatching(/^\/app\/reset\?code=/) });
  expect((await site.visit('/auth/login', { method: 'POST' })).response.status).toBe(404);
});
