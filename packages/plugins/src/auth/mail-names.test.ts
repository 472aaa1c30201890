import { afterEach, describe, expect, test } from 'vitest';

import { type AuthSite, locationOf, serveAuth } from '../../test/auth-site.js';
import { watchStore } from '../../test/watched-store.js';
import { type AuthMail, isMailName, Mails } from './mails.js';
import { forgot, register, requestLoginLink } from './own-account.js';
import type { AuthVisit } from './visit.js';

const long = `${'x'.repeat(242)}@sea.example`;
const unsafe = [
  ['empty', ''],
  ['blank', ' \u00a0 '],
  ['too long', `x${long}`],
  ['far too long', 'x'.repeat(30_000)],
  ['of two lines', 'ann@sea.example\r\nBcc: bob@sea.example'],
  ['with a line feed alone', 'ann@sea.example\nBcc: bob@sea.example'],
  ['with a carriage return alone', 'ann@sea.example\rBcc: bob@sea.example'],
  ['with a zero', 'ann@sea.example\0'],
  ['with a tab', 'ann@sea.example\tx'],
  ['with a control character of Latin-1', 'ann@sea.example\u0085x'],
  ['with a line separator of Unicode', 'ann@sea.example\u2028x'],
  ['with half a character', 'ann\ud800@sea.example'],
] as const;
/** Those that a form can carry: browsers send whole characters. */
const sendable = unsafe.map(([, name]) => name).filter((name) => name.isWellFormed());
const safe = ['ann@sea.example', 'Ann', 'zoë+crew@mörkö.example', "o'hara@sea.example", '船', long];

describe('a name for a mail', () => {
  test.each(unsafe)('is not one that is %s', (_, name) => expect(isMailName(name)).toBe(false));

  test.each([[undefined], [null], [5], [['ann@sea.example']], [{ toString: () => 'ann' }]])(
    'is not one that is no text: %j',
    (name) => expect(isMailName(name)).toBe(false),
  );

  test.each(safe)('may be %.30s', (name) => expect(isMailName(name)).toBe(true));
});

test('a mail to an account whose name is unsafe is not sent, and the log says so on one line', async () => {
  const sent: AuthMail[] = [];
  const said: string[] = [];
  const mails = new Mails(
    (mail) => sent.push(mail),
    (message) => said.push(message),
  );
  mails.sendMail({ kind: 'password-changed', name: unsafe[4][1], user: { id: 'ann' } });
  mails.sendMail({ kind: 'password-changed', name: 'ann@sea.example', user: { id: 'ann' } });
  await expect.poll(() => sent.map(({ name }) => name)).toEqual(['ann@sea.example']);
  expect(said).toEqual([expect.stringMatching(/^A mail \(password-changed\) was dropped: .+$/)]);
});

describe('a request for a mail to an unsafe name', () => {
  let site: AuthSite;
  afterEach(() => site.stop());

  test('is refused by the endpoints: alike whatever the name is and whether it is known, without work', async () => {
    const { store, calls } = watchStore();
    site = await serveAuth({ auth: { store } });
    for (const [id, name] of unsafe) site.users.accounts.set(id, { user: { id }, name });
    for (const path of ['register', 'forgot', 'link']) {
      const seen = new Set<string>();
      for (const name of [...sendable, 'unknown\r\n'])
        for (let i = 0; i < 2; i += 1) {
          const { response, html } = await site.post(`/auth/${path}`, { name });
          const headers = [...response.headers].filter(([each]) => each !== 'date');
          seen.add(JSON.stringify([response.status, headers, html]));
        }
      expect(seen.size).toBe(1);
      const page = path === 'link' ? 'login' : path;
      expect(locationOf(await site.post(`/auth/${path}`, {}))).toBe(`303 /${page}?fault=bad-name`);
    }
    expect([calls, site.users.calls]).toEqual([[], []]);
    // The last mail is behind all others.
    await site.post('/auth/register', { name: 'dora@sea.example' });
    await expect.poll(() => site.mails.map(({ name }) => name)).toEqual(['dora@sea.example']);
  });

  test('is refused by the functions', async () => {
    const asks = { register, forgot, requestLoginLink };
    site = await serveAuth({
      routes: {
        'api/ask.ts': {
          async POST({ req, context }: { req: Request; context: AuthVisit }) {
            const { ask, name } = (await req.json()) as { ask: keyof typeof asks; name: string };
            return { refused: await asks[ask](context, name) };
          },
        },
      },
    });
    for (const ask of Object.keys(asks))
      for (const name of [unsafe[0][1], unsafe[2][1], unsafe[4][1], 5, undefined]) {
        const body = JSON.stringify({ ask, name });
        const { html } = await site.visit('/api/ask', { method: 'POST', body });
        expect(JSON.parse(html)).toEqual({ refused: { fault: 'bad-name' } });
      }
    expect(site.users.calls).toEqual([]);
  });
});
