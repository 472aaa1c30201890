import { readFile } from 'node:fs/promises';

import { defineLive, definePlugin, deny, event, guarded, type PluginValues } from '@skerry/kit';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { serveViews, type Site, type SiteOptions } from '../../../kit/test/visitor.js';
import { auditKey, newFolder, onlyFile } from '../../test/audit-logs.js';
import { audit, type AuditOptions } from './plugin.js';
import { audited } from './required.js';
import { verifyDir } from './verify.js';

type Line = Record<string, unknown>;

let site: Site;
afterEach(() => site.stop());

const Desk = defineLive(
  {
    mount: () => ({ paid: 0 }),
    events: {
      clean: (live) => void live.sanitize('<b onclick="x()">a</b>'),
      number: event(z.number(), () => {}),
      open: guarded(
        () => deny('The vault is closed.'),
        () => {},
      ),
      pay: guarded(audited('required', { type: 'payment_asked' }), (live) =>
        live.assign({ paid: live.state.paid + 1 }),
      ),
      logout: (live) => live.session.end(),
    },
  },
  ({ state }) => <p>{state.paid}</p>,
  'desk',
);

/** Hands out the log that the audit plugin provides. */
function borrower() {
  const borrowed: { log?: PluginValues['skerry:audit'] } = {};
  const plugin = definePlugin({
    name: 'test:borrower',
    dependencies: { 'skerry:audit': { version: '^0.1' } },
    setup({ inject }) {
      borrowed.log = inject('skerry:audit');
    },
  });
  return { borrowed, plugin: plugin() };
}

async function serveDesk(options: Partial<AuditOptions> = {}, rest: SiteOptions = {}) {
  const lines: Line[] = [];
  const keep = (more: readonly string[]) =>
    void lines.push(...more.map((line) => JSON.parse(line) as Line));
  const { borrowed, plugin } = borrower();
  const sinks = [...(options.sinks ?? []), keep];
  const own = audit({ keys: auditKey, ...options, sinks });
  site = await serveViews({ desk: Desk }, { ...rest, plugins: [own, plugin] });
  /** Waits for the first record of a type that has these members. */
  const recorded = (type: string, members: object = {}) => {
    const wanted = expect.objectContaining({ type, ...members });
    return vi.waitFor(() => {
      expect(lines).toContainEqual(wanted);
      return lines.find((line) => wanted.asymmetricMatch(line))!;
    });
  };
  return { lines, recorded, log: () => borrowed.log! };
}

const hash = expect.stringMatching(/^[\w-]{22}$/);
const here = expect.objectContaining({ address: '127.0.0.1' });

test('a page begins a session, and a connection is opened and closed: session_created, websocket_connect, websocket_disconnect', async () => {
  const { recorded } = await serveDesk();
  const { line } = await site.open();
  const created = await recorded('session_created', { session: hash });
  const connected = await recorded('websocket_connect', { outcome: 'success', personal: here });
  expect(connected['session']).toBe(created['session']);
  line.cut();
  const closed = await recorded('websocket_disconnect', {
    session: created['session'],
    personal: here,
  });
  expect(closed['detail']).toMatchObject({
    ...(connected['detail'] as object),
    code: 1006,
  });
});

test('a session that is ended by an event is recorded as session_destroyed', async () => {
  const { recorded, lines } = await serveDesk();
  const { line } = await site.open();
  line.send([1, 1, 'logout']);
  const { session } = await recorded('session_destroyed', { detail: { change: 'ended' } });
  expect(lines.find(({ type }) => type === 'session_created')?.['session']).toBe(session);
});

test('a session that is renewed is recorded as one destroyed and one created', async () => {
  const login = ({ context }: { context: { session: { renew(): void } } }) => {
    context.session.renew();
    return { ok: true };
  };
  const routes = { 'index.tsx': { default: () => <Desk /> }, 'api/login.ts': { POST: login } };
  const { recorded } = await serveDesk({}, { routes });
  const { cookie } = await site.visit();
  const { session } = await recorded('session_created', { detail: { change: 'began' } });
  await site.visit('/api/login', { method: 'POST', cookie });
  await recorded('session_destroyed', { session, detail: { change: 'renewed' } });
  await recorded('session_created', { detail: { change: 'renewed' } });
});

test('a payload that a schema refuses is recorded as invalid_input, with region, session, address and trace', async () => {
  const { recorded, lines } = await serveDesk();
  const { cookie, host } = await site
    .visit()
    .then((visit) => ({ ...visit, host: visit.hosts[0]! }));
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
  const line = await site.connect(cookie, { headers });
  await line.join(1, host, { have: 0, page: 'page' });
  await line.ask([1, 1, 'number', 'no number']);
  const record = await recorded('invalid_input', {
    region: host.id,
    trace,
    request: expect.stringMatching(/^[\w-]+$/),
  });
  expect(record).toMatchObject({
    severity: 'notice',
    outcome: 'denied',
    personal: { address: '127.0.0.1' },
    detail: { step: 'event', event: 'number', view: 'desk', path: '/' },
  });
  expect(record['session']).toBe(lines.find(({ type }) => type === 'session_created')?.['session']);
});

test('an event that a guard denies, and a forged token, are recorded as unauthorized_access', async () => {
  const { recorded } = await serveDesk();
  const { line, host } = await site.open();
  await line.ask([1, 1, 'open']);
  await recorded('unauthorized_access', {
    region: host.id,
    personal: here,
    detail: expect.objectContaining({ step: 'event', message: 'The vault is closed.' }),
  });
  await line.join(2, { topic: host.topic, token: `${host.token}x` }, { page: 'page' });
  await recorded('unauthorized_access', {
    detail: expect.objectContaining({ reason: 'bad-token', step: 'join' }),
  });
});

test('markup that sanitize changes is recorded as sanitization_applied, without the markup', async () => {
  const { recorded } = await serveDesk();
  const { line, host } = await site.open();
  await line.ask([1, 1, 'clean']);
  const record = await recorded('sanitization_applied', { region: host.id, personal: here });
  expect(record['detail']).toEqual({ view: 'desk', path: '/', before: 22, after: 8 });
});

test('a POST from another site is recorded as csrf_violation, and begins no session', async () => {
  const { recorded, lines } = await serveDesk();
  const { response } = await site.visit('/?token=hidden', {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
  });
  expect(response.status).toBe(403);
  expect(response.headers.get('set-cookie')).toBeNull();
  const record = await recorded('csrf_violation', { personal: here });
  expect(record['detail']).toMatchObject({ method: 'POST', path: '/', reason: 'csrf' });
  expect(record['session']).toBeUndefined();
  expect(lines.some(({ type }) => type === 'session_created')).toBe(false);
  expect(JSON.stringify(lines)).not.toContain('hidden');
});

test('a connection from another site, and a request for another host, are recorded as origin_blocked', async () => {
  const { recorded } = await serveDesk({}, { allowedHosts: ['127.0.0.1'] });
  expect(await site.refusal('?vsn=skerry-1', { origin: 'https://evil.example' })).toBe(403);
  await recorded('origin_blocked', {
    personal: here,
    detail: expect.objectContaining({ reason: 'origin', step: 'connect' }),
  });
  expect(await site.refusal('?vsn=skerry-1', { host: 'evil.example' })).toBe(421);
  await recorded('origin_blocked', { detail: expect.objectContaining({ reason: 'host' }) });
});

test('events above the limit of a connection are recorded as rate_limit_exceeded', async () => {
  const { recorded } = await serveDesk({}, { limits: { maxEventBurst: 1, eventRate: 1 } });
  const { line } = await site.open();
  for (const ref of [1, 2, 3]) line.send([1, ref, 'number', 1]);
  await recorded('rate_limit_exceeded', {
    personal: here,
    session: hash,
    detail: expect.objectContaining({ reason: 'rate-limit', step: 'event' }),
  });
});

test('other plugins record to the log: auth_success and auth_failure, and types of the app', async () => {
  const { recorded, log } = await serveDesk();
  log().record('auth_failure', { actor: 'ann', detail: { password: 'hunter2' } });
  log().record('auth_success', { actor: 'ann' });
  log().record('order_placed', { detail: { order: 7 } });
  expect(await recorded('auth_failure')).toMatchObject({
    severity: 'warning',
    outcome: 'failure',
    personal: { actor: 'ann' },
    detail: { password: '[redacted]' },
  });
  await recorded('auth_success', { outcome: 'success' });
  await recorded('order_placed', { severity: 'info', detail: { order: 7 } });
});

test('the actor of a record is who the guards say it is', async () => {
  const { recorded } = await serveDesk(
    {},
    {
      taps: ({ beforeRequest }) =>
        beforeRequest.tap(({ locals }) => void Object.assign(locals, { user: { id: 'ann' } })),
    },
  );
  await site.open();
  await recorded('websocket_connect', { personal: expect.objectContaining({ actor: 'ann' }) });
});

test('types that an app excepts are not recorded', async () => {
  const { recorded, lines } = await serveDesk({ except: ['websocket_connect'] });
  const { line } = await site.open();
  line.cut();
  await recorded('websocket_disconnect');
  expect(lines.map(({ type }) => type)).not.toContain('websocket_connect');
});

test('an event that must be recorded is on the disk before its handler runs', async () => {
  const dir = await newFolder();
  await serveDesk({ dir });
  const { line, host } = await site.open();
  const answer = await line.ask([1, 1, 'pay']);
  expect(answer).toEqual([1, 1, { 0: '1' }]);
  const text = await readFile(await onlyFile(dir), 'utf8');
  const record = text
    .split('\n')
    .filter(Boolean)
    .map((each) => JSON.parse(each) as Line)
    .find(({ type }) => type === 'payment_asked');
  expect(record).toMatchObject({
    outcome: 'unknown',
    region: host.id,
    session: hash,
    detail: { step: 'event', view: 'desk', event: 'pay' },
  });
});

test('an event that must be recorded is refused as long as the log cannot be written', async () => {
  let fails = false;
  const sink = () => {
    if (fails) throw new Error('disk full');
  };
  const { log } = await serveDesk({ sinks: [sink], stopTimeout: 1 });
  const { line } = await site.open();
  fails = true;
  expect(JSON.stringify(await line.ask([1, 1, 'pay']))).toContain('cannot be recorded');
  expect(log().isWritable).toBe(false);
  expect(JSON.stringify(await line.ask([1, 2, 'pay']))).toContain('cannot be recorded');
});

test('a page whose requests must be recorded begins no session for that', async () => {
  const page = { default: () => 'public', guard: audited('required', { type: 'page_asked' }) };
  const { recorded } = await serveDesk({}, { routes: { 'index.tsx': page } });
  const { response, html } = await site.visit();
  expect(html).toContain('public');
  expect(response.headers.get('set-cookie')).toBeNull();
  const record = await recorded('page_asked', { personal: here });
  expect(record['session']).toBeUndefined();
  expect(record['detail']).toMatchObject({ step: 'request', path: '/' });
});

test('a guard of a log that the app does not have fails, and lets nobody in', async () => {
  site = await serveViews({ desk: Desk });
  const { line } = await site.open();
  expect(JSON.stringify(await line.ask([1, 1, 'pay']))).toContain('could not be checked');
  expect(site.errors).toEqual(['bad-option']);
});

test('a stop loses nothing: the connections that it closes are in the file, before its last line', async () => {
  const dir = await newFolder();
  await serveDesk({ dir });
  await site.open();
  await site.stop();
  const { isOk, files } = await verifyDir(dir, auditKey);
  expect([isOk, files[0]?.isClosed]).toEqual([true, true]);
  const text = await readFile(await onlyFile(dir), 'utf8');
  expect(text).toContain('"type":"websocket_connect"');
  expect(text).toContain('"type":"websocket_disconnect"');
});

test('bad options of the plugin are errors of the start that name them', async () => {
  await serveDesk();
  const start = (options: object) =>
    serveViews({ desk: Desk }, { plugins: [audit(options as AuditOptions)] });
  await expect(start({ keys: 'short', dir: 'x' })).rejects.toThrow(
    'Key 1 of 1 of the audit log has 5 bytes',
  );
  await expect(start({ keys: auditKey, dir: 'x', redacted: [] })).rejects.toThrow(
    'The audit plugin has no option "redacted".',
  );
});
