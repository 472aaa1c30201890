import { createHash } from 'node:crypto';

import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';

// The playground's login and office, with the plugins auth, audit and analytics, as browsers and others see them.

let browser: Browser;
let app: RunningApp;
let page: Page;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());
beforeEach(async () => {
  app = await startBuilt('playground');
  page = await (await browser.newContext()).newPage();
});
afterEach(async () => {
  await page.context().close();
  await app.stop();
});

async function logIn(on: Page, name: string, password: string): Promise<void> {
  await on.fill('#name', name);
  await on.fill('#password', password);
  await on.click('.login button');
}

/** Opens the office as its keeper. */
async function openOffice(): Promise<void> {
  await page.goto(`${app.origin}/admin`);
  await logIn(page, 'ann', 'lamp and oil');
  await page.waitForURL('**/admin');
  await page.waitForSelector('#content skerry-live[data-state="live"]');
}

/** Waits until the trail shows a record of a type, and returns its cells. */
async function recordOf(type: string): Promise<string[]> {
  const row = page.locator('.trail tbody tr', { hasText: type }).first();
  await row.waitFor();
  return row.locator('td').allTextContents();
}

describe('the office', () => {
  test('is for its keeper: others log in first, and come back', async () => {
    await page.goto(`${app.origin}/admin`);
    expect(new URL(page.url()).pathname).toBe('/login');
    await logIn(page, 'ann', 'not her password');
    expect(await page.textContent('[role="alert"]')).toBe('Name and password do not fit.');
    await logIn(page, 'ann', 'lamp and oil');
    await page.waitForURL('**/admin');
    expect(await page.textContent('h1')).toBe('Audit trail');
  });

  test('is closed to the crew', async () => {
    await page.goto(`${app.origin}/login`);
    await logIn(page, 'ben', 'rope and tar');
    await page.waitForSelector('text=Ahoy, Ben');
    for (const path of ['/admin', '/admin/analytics'])
      expect((await page.goto(app.origin + path))?.status()).toBe(403);
  });

  test('works without script up to its trail', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${app.origin}/admin`);
    await logIn(plain, 'ann', 'lamp and oil');
    expect(await plain.textContent('h1')).toBe('Audit trail');
    expect(await plain.textContent('.trail')).toContain('auth_success');
    await context.close();
  });

  test('closes in every tab when its keeper logs out in one', async () => {
    await openOffice();
    const other = await page.context().newPage();
    await other.goto(`${app.origin}/admin`);
    await other.waitForSelector('#content skerry-live[data-state="live"]');
    await page.click('text=Log out');
    await page.waitForURL('**/login');
    await other.waitForURL('**/login?back=%2Fadmin');
  });
});

describe('the trail shows, as it happens,', () => {
  beforeEach(openOffice);

  test('logins, refused ones too, sessions and connections', async () => {
    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto(`${app.origin}/login`);
    await logIn(other, 'ben', 'wrong');
    expect((await recordOf('auth_failure'))[3]).toBe('failure');
    await logIn(other, 'ben', 'rope and tar');
    await other.waitForSelector('text=Ahoy, Ben');
    await page.locator('.trail tr', { hasText: 'ben' }).first().waitFor();
    await other.goto(`${app.origin}/admin`);
    await recordOf('unauthorized_access');
    await other.goto(`${app.origin}/login`);
    await other.click('text=Log out');
    await context.close();
    for (const type of [
      'auth_success',
      'session_created',
      'session_destroyed',
      'websocket_connect',
      'websocket_disconnect',
    ])
      await recordOf(type);
  });

  test('forms of other sites, foreign connections, bad input and floods', async () => {
    await fetch(`${app.origin}/auth/logout`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    });
    await recordOf('csrf_violation');
    const foreign = new WebSocket(
      `${app.origin.replace('http', 'ws')}/_skerry/live/websocket?vsn=skerry-1`,
      { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } },
    );
    foreign.on('error', () => {});
    await recordOf('origin_blocked');
    const line = new WebSocket(
      `${app.origin.replace('http', 'ws')}/_skerry/live/websocket?vsn=skerry-1`,
    );
    await new Promise((resolve) => line.on('open', resolve));
    line.send('no frame');
    await recordOf('invalid_input');
    const flood = new WebSocket(
      `${app.origin.replace('http', 'ws')}/_skerry/live/websocket?vsn=skerry-1`,
    );
    await new Promise((resolve) => flood.on('open', resolve));
    const join = { topic: 'lv:nobody', token: createHash('sha256').update('x').digest('hex') };
    for (let channel = 1; channel <= 500; channel++) flood.send(JSON.stringify([channel, 0, join]));
    await recordOf('rate_limit_exceeded');
    flood.terminate();
  });

  test('markup of visitors that was cleaned', async () => {
    await page.click('text=Hang it up');
    await recordOf('sanitization_applied');
    expect(await page.innerHTML('.notice')).toContain('<b>Storm</b> from the west');
  });
});

test('the dashboard counts what visitors do, while its keeper looks', async () => {
  await openOffice();
  await page.goto(`${app.origin}/admin/analytics`);
  const views = page.locator('.skerry-analytics dd').first();
  const before = Number(await views.textContent());
  await page.waitForSelector('#content skerry-live[data-state="live"]');
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(`${app.origin}/counter`);
  await expect.poll(async () => Number(await views.textContent())).toBeGreaterThan(before);
  await page.locator('.skerry-tables', { hasText: '/counter' }).waitFor();
  await context.close();
});
