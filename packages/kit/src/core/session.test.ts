import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { defaultLimits, type Limits } from './limits.js';
import { RequestSession } from './request-session.js';
import { type SessionChange, Sessions } from './session.js';
import { createKeyRing } from './token.js';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const secret = 'a secret of thirty-two bytes, yes';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A process of the app, and the ids that it was told of as over. */
function serve({ secrets = [secret], ...limits }: Partial<Limits> & { secrets?: string[] } = {}) {
  const over: string[] = [];
  const changes: SessionChange[] = [];
  const sessions = new Sessions({
    ring: createKeyRing(secrets),
    limits: { ...defaultLimits, ...limits },
    over: (id) => over.push(id),
    changed: (change) => changes.push(change),
  });
  const open = (cookie?: string, secure = false) => new RequestSession(sessions, cookie, secure);
  return { sessions, over, changes, open };
}
type Server = ReturnType<typeof serve>;

/** A visitor who has a session: its id, and the pair of its cookie. */
function begin({ open }: Server, secure = false): { id: string; cookie: string } {
  const session = open(undefined, secure);
  const { id } = session;
  return { id, cookie: pairOf(session.answer(true)) };
}

const pairOf = (cookie: { header: string } | undefined): string =>
  cookie?.header.split(';')[0] ?? '';

/** The id that a request with this cookie comes with. */
const heldBy = ({ open }: Server, cookie: string, secure?: boolean): string | undefined =>
  open(cookie, secure).held?.id;

describe('a session', () => {
  test('is opaque and new each time', () => {
    const server = serve();
    const ids = Array.from({ length: 100 }, () => begin(server).id);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/);
  });

  test.each([false, true])('comes back with its cookie, encrypted: %o', (secure) => {
    const server = serve();
    const { id, cookie } = begin(server, secure);
    expect(heldBy(server, `theme=dark; ${cookie}`, secure)).toBe(id);
  });

  test('is known to every process with the same secret', () => {
    const { id, cookie } = begin(serve());
    expect(heldBy(serve(), cookie)).toBe(id);
  });

  test('goes on while secrets are replaced, and not with an app of another secret', () => {
    const { id, cookie } = begin(serve());
    const next = 'another secret of thirty-two bytes';
    expect(heldBy(serve({ secrets: [next, secret] }), cookie)).toBe(id);
    expect(heldBy(serve({ secrets: [next] }), cookie)).toBeUndefined();
  });

  test('has a cookie that scripts and other sites do not get, for as long as it lasts', () => {
    const session = serve().open();
    session.bind();
    expect(session.answer(true)?.header).toMatch(
      /^skerry_session=[\w.-]{84}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/,
    );
  });

  test('has a cookie that only its own host can set, over an encrypted connection', () => {
    const session = serve().open(undefined, true);
    session.bind();
    expect(session.answer(true)?.header).toMatch(
      /^__Host-skerry_session=[\w.-]{84}; Path=\/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('set over a plain connection is nothing to an encrypted one', () => {
    const server = serve();
    expect(heldBy(server, begin(server).cookie, true)).toBeUndefined();
  });

  test('is not taken from a cookie that a sub-domain may set under a name like it', () => {
    const server = serve();
    const planted = begin(server, true).cookie;
    const own = begin(server, true);
    for (const space of ['\u00a0', '\u00c2\u00a0', '\ufeff', '\v', '\f']) {
      expect(heldBy(server, space + planted, true)).toBeUndefined();
      expect(heldBy(server, `${space}${planted}; ${own.cookie}`, true)).toBe(own.id);
    }
  });

  test('is found behind cookies of its name that are not good, and the first good one counts', () => {
    const server = serve();
    const [first, second] = [begin(server), begin(server)];
    const bad = [
      '',
      '""',
      'x',
      'a.b.c.d',
      `${first.cookie.split('=')[1]}x`,
      ...Array(50).fill('y'),
    ];
    const header = bad.map((value) => `skerry_session=${value}`).join('; ');
    expect(heldBy(server, `${header}; ${first.cookie}; ${second.cookie}`)).toBe(first.id);
  });

  test('that was changed at any place is none', () => {
    const server = serve();
    const [name, value = ''] = begin(server).cookie.split('=');
    for (let i = 0; i < value.length; i += 1) {
      const forged = value.slice(0, i) + (value[i] === 'A' ? 'B' : 'A') + value.slice(i + 1);
      expect(heldBy(server, `${name}=${forged}`)).toBeUndefined();
    }
  });
});

describe('a session ends', () => {
  test('when it has not been used for a while', () => {
    const server = serve();
    const { cookie } = begin(server);
    vi.advanceTimersByTime(7 * day - 1);
    expect(heldBy(server, cookie)).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(heldBy(server, cookie)).toBeUndefined();
  });

  test('when its time is up, however much it is used', () => {
    const server = serve();
    let { id, cookie } = begin(server);
    for (let days = 1; days < 30; days++) {
      vi.advanceTimersByTime(day);
      const session = server.open(cookie);
      expect(session.id).toBe(id);
      const younger = session.answer(true);
      const left = Math.min(7, 30 - days) * 24 * 60 * 60;
      expect(younger?.header).toContain(`; Max-Age=${left};`);
      cookie = pairOf(younger);
    }
    vi.advanceTimersByTime(day);
    expect(heldBy(server, cookie)).toBeUndefined();
  });

  test('as the limits of the process say that looks at it', () => {
    const { cookie } = begin(serve());
    vi.advanceTimersByTime(8 * day);
    expect(heldBy(serve({ sessionIdleTimeout: 9 * day }), cookie)).toBeDefined();
    expect(heldBy(serve({ sessionIdleTimeout: 8 * day }), cookie)).toBeUndefined();
    expect(heldBy(serve({ sessionIdleTimeout: 9 * day, sessionMaxAge: 8 * day }), cookie)).toBe(
      undefined,
    );
  });

  test('not because the clock of another process is ahead by hours, or was put right', () => {
    const { id, cookie } = begin(serve());
    vi.setSystemTime(Date.now() - 23 * hour);
    expect(heldBy(serve(), cookie)).toBe(id);
    vi.setSystemTime(Date.now() - 2 * hour);
    expect(heldBy(serve(), cookie)).toBeUndefined();
  });
});

describe('the cookie is written', () => {
  test('where the session was read or has a region, and not else', () => {
    const server = serve();
    expect(server.open().answer(true)).toBeUndefined();
    expect(server.open('skerry_session=x').answer(true)).toBeUndefined();
    const read = server.open();
    expect(read.held).toBeUndefined();
    expect(read.id).toMatch(/^[\w-]{22}$/);
    expect(read.answer(true)).toMatchObject({ canWait: false });
    const bound = server.open();
    bound.bind();
    expect(bound.answer(true)).toMatchObject({ canWait: false });
  });

  test('anew after a tenth of the idle timeout, by a request that counts as use and uses it', () => {
    const server = serve();
    const { id, cookie } = begin(server);
    const answer = (isUse: boolean, isUsed = true) => {
      const session = server.open(cookie);
      if (isUsed) session.bind();
      return session.answer(isUse);
    };
    vi.advanceTimersByTime((7 * day) / 10);
    expect(answer(true)).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(answer(false)).toBeUndefined();
    expect(answer(true, false)).toBeUndefined();
    const younger = pairOf(answer(true));
    vi.advanceTimersByTime(6 * day + 23 * hour);
    expect(heldBy(server, younger)).toBe(id);
    expect(heldBy(server, cookie)).toBeUndefined();
  });

  test('with the secret that is in use now', () => {
    const { id, cookie } = begin(serve());
    vi.advanceTimersByTime(day);
    const next = 'another secret of thirty-two bytes';
    const session = serve({ secrets: [next, secret] }).open(cookie);
    session.bind();
    expect(heldBy(serve({ secrets: [next] }), pairOf(session.answer(true)))).toBe(id);
  });
});

describe('renewing', () => {
  test('gives another id, with a cookie of its own; the old one opens nothing', () => {
    const server = serve();
    const before = begin(server);
    const session = server.open(before.cookie);
    session.renew();
    expect(server.over).toEqual([before.id]);
    const { id } = session;
    expect(id).not.toBe(before.id);
    const answer = session.answer(true);
    expect(answer).toMatchObject({ canWait: false });
    expect(heldBy(server, pairOf(answer))).toBe(id);
    expect(heldBy(server, before.cookie)).toBeUndefined();
  });

  test('begins its time anew', () => {
    const server = serve({ sessionIdleTimeout: 30 * day });
    const session = server.open(begin(server).cookie);
    vi.advanceTimersByTime(29 * day);
    session.renew();
    const cookie = pairOf(session.answer(true));
    vi.advanceTimersByTime(2 * day);
    expect(heldBy(server, cookie)).toBeDefined();
  });

  test('is possible where the visitor has none yet, several times, and without reading it', () => {
    const server = serve();
    const session = server.open();
    session.renew();
    expect(server.over).toEqual([]);
    session.renew();
    expect(heldBy(server, pairOf(session.answer(true)))).toBe(session.id);
  });

  test('keeps the old cookie from beginning another session, until the new one is there', () => {
    const server = serve();
    const { cookie } = begin(server);
    server.open(cookie).renew();
    const late = server.open(cookie);
    expect(late.isPassing).toBe(true);
    late.bind();
    expect(late.id).toMatch(/^[\w-]{22}$/);
    expect(late.answer(true)).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    const later = server.open(cookie);
    expect(later.isPassing).toBe(false);
    later.bind();
    expect(later.answer(true)).toBeDefined();
  });

  test('is possible twice at once, and with the old cookie: whose answer was lost tries again', () => {
    const server = serve();
    const { cookie } = begin(server);
    const [first, second] = [server.open(cookie), server.open(cookie)];
    first.renew();
    second.renew();
    const third = server.open(cookie);
    third.renew();
    for (const session of [first, second, third])
      expect(heldBy(server, pairOf(session.answer(true)))).toBe(session.id);
  });

  test('is refused when the answer is on its way', () => {
    const session = serve().open();
    session.answer(true);
    expect(() => session.renew()).toThrow(expect.objectContaining({ code: 'session-answered' }));
  });

  test('is refused where another request has ended the session: it must not come back', () => {
    const server = serve();
    const { cookie } = begin(server);
    const slow = server.open(cookie);
    server.open(cookie).end();
    expect(() => slow.renew()).toThrow(expect.objectContaining({ code: 'session-ended' }));
    expect(slow.answer(true)).toBeUndefined();
  });
});

describe('ending', () => {
  test('is told once, however often it is asked for', () => {
    const server = serve();
    const { id, cookie } = begin(server);
    const [first, second] = [server.open(cookie), server.open(cookie)];
    first.end();
    second.end();
    server.sessions.endById(id);
    expect(server.changes.map(({ change }) => change)).toEqual(['began', 'ended']);
  });

  test('takes the cookie away, and it opens nothing for as long as it would be good', () => {
    const server = serve();
    const { id, cookie } = begin(server);
    const session = server.open(cookie);
    session.end();
    expect(server.over).toEqual([id]);
    expect(session.answer(true)).toEqual({
      header: 'skerry_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
      canWait: false,
    });
    for (let days = 0; days < 7; days++) {
      expect(heldBy(server, cookie)).toBeUndefined();
      vi.advanceTimersByTime(day);
    }
  });

  test('lets the visitor have another one at once, where something needs it', () => {
    const server = serve();
    const before = begin(server);
    const session = server.open(before.cookie);
    session.end();
    const { id } = session;
    expect(id).not.toBe(before.id);
    expect(heldBy(server, pairOf(session.answer(true)))).toBe(id);
  });

  test('by a region takes the cookie with the next answer', () => {
    const server = serve();
    const { cookie } = begin(server);
    server.open(cookie).bind().end();
    expect(server.open(cookie).answer(true)).toMatchObject({
      header: expect.stringContaining('skerry_session=; '),
      canWait: true,
    });
  });

  test('is not undone by an answer that is late with a younger cookie', () => {
    const server = serve();
    const { cookie } = begin(server);
    vi.advanceTimersByTime(day);
    const slow = server.open(cookie);
    slow.bind();
    server.open(cookie).end();
    expect(slow.isPassing).toBe(true);
    expect(slow.answer(true)).toBeUndefined();
  });

  test('is possible at any time, twice too', () => {
    const server = serve();
    const session = server.open(begin(server).cookie);
    session.answer(true);
    session.end();
    session.end();
    expect(server.over).toHaveLength(1);
  });

  test('of a visitor who has none costs no memory', () => {
    const server = serve();
    const session = server.open();
    session.end();
    expect(server.over).toEqual([]);
    expect(session.answer(true)?.header).toMatch(/^skerry_session=; /);
  });

  test('is remembered of so many sessions, the oldest of which is forgotten first', () => {
    const server = serve({ maxEndedSessions: 2 });
    const visitors = [begin(server), begin(server), begin(server)];
    for (const { cookie } of visitors) server.open(cookie).end();
    expect(visitors.map(({ cookie }) => heldBy(server, cookie) !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a connection', () => {
  const setUp = () => {
    const server = serve();
    const { cookie } = begin(server);
    const known = server.open(cookie).bind();
    return { server, cookie, fate: (active = 0) => server.sessions.fateOf(known, active) };
  };

  test('goes on until its session has not been used for a while', () => {
    const { fate } = setUp();
    vi.advanceTimersByTime(7 * day - 1);
    expect(fate()).toBe('goes-on');
    vi.advanceTimersByTime(1);
    expect(fate()).toBe('is-over');
  });

  test('ends when the time of its session is up', () => {
    const { fate } = setUp();
    vi.advanceTimersByTime(30 * day - 1);
    expect(fate(Date.now())).toBe('needs-cookie');
    vi.advanceTimersByTime(1);
    expect(fate(Date.now())).toBe('is-over');
  });

  test('that is in use fetches a younger cookie in time, which coming back alone does not give', () => {
    const { server, cookie, fate } = setUp();
    const comeBack = () => {
      const session = server.open(cookie);
      session.bind();
      return session.answer(false);
    };
    vi.advanceTimersByTime(3.5 * day);
    expect(fate(Date.now())).toBe('goes-on');
    vi.advanceTimersByTime(1);
    expect(comeBack()).toBeUndefined();
    expect(fate(Date.now())).toBe('needs-cookie');
    vi.advanceTimersByTime(1_000);
    const younger = comeBack();
    expect(younger).toBeDefined();
    expect(comeBack()).toBeUndefined();
    vi.advanceTimersByTime(6 * day);
    expect(heldBy(server, pairOf(younger))).toBeDefined();
  });

  test('cannot renew its session, and says where to', () => {
    const { server, cookie } = setUp();
    const known = server.open(cookie).bind();
    expect(() => known.renew()).toThrow(
      expect.objectContaining({
        code: 'session-renew',
        hint: expect.stringContaining('live.redirect('),
      }),
    );
  });
});
