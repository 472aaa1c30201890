import { afterEach, describe, expect, test, vi } from 'vitest';

import { Reader } from '../../../kit/test/reader.js';
import { type AuthSite, form, serveAuth } from '../../test/auth-site.js';

let site: AuthSite;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

/** A visitor without script, who is logged in. */
async function readerOf(id: string): Promise<Reader> {
  const reader = new Reader(site);
  reader.cookie = await site.login(id);
  return reader;
}

describe('a live view without script', () => {
  test('runs a guarded event for users with the role, and refuses it to others', async () => {
    site = await serveAuth();
    const ann = await (await readerOf('ann')).open('/');
    await ann.press('Add');
    await ann.press('Erase');
    expect([ann.status, ann.location]).toEqual([200, null]);
    const bob = await (await readerOf('bob')).open('/');
    await bob.press('Erase');
    expect(bob.status).toBe(403);
    const nobody = await new Reader(site).open('/');
    await nobody.press('Erase');
    expect([nobody.status, nobody.location]).toEqual([303, '/login?back=%2F']);
  });

  test('takes no post of a page once its user is logged out, or of another user', async () => {
    site = await serveAuth();
    const bob = await (await readerOf('bob')).open('/deck');
    const body = bob.bodyOf('Haul');
    await bob.press('Haul');
    expect([bob.status, bob.count]).toEqual([200, undefined]);
    const ann = await readerOf('ann');
    await bob.send(body, {}, ann.cookie);
    expect(bob.status).not.toBe(200);
    const stranger = await new Reader(site).open('/');
    await bob.send(body, {}, stranger.cookie);
    expect(bob.status).not.toBe(200);
    await site.post('/auth/logout', {}, bob.cookie);
    await bob.send(body);
    expect(bob.status).not.toBe(200);
  });

  test('is refused a guarded event until its user has proved who they are', async () => {
    site = await serveAuth();
    const ann = await readerOf('ann');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
    await (await ann.open('/')).press('Launch');
    expect(ann.status).toBe(403);
    const sure = await site.post('/auth/sudo', { password: form('ann').password }, ann.cookie);
    ann.cookie = sure.cookie;
    await (await ann.open('/')).press('Launch');
    expect(ann.status).toBe(200);
    expect(ann.html).toContain('>100<');
  });
});
