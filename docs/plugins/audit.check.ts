import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestApp, fetchPage, mountLive } from '@skerry/kit/testing';
import { audit, type AuditHead } from '@skerry/plugins/audit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { anchor } from './anchor.ts';
import { checkLog } from './check-log.ts';
import Till from './live/till.live.tsx';
import { orders } from './orders.ts';
import { toCollector } from './to-collector.ts';

const key = 'a key of this page, of more than 32 bytes';
const log = { info() {}, warn() {}, error() {} };

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'skerry-audit-guide-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The records of the log's files. */
async function records(): Promise<Record<string, unknown>[]> {
  const files = (await readdir(dir)).filter((name) => name.endsWith('.jsonl')).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ kind }) => kind === 'record');
}

type Publish = (topic: string, message: unknown) => void;

/** Runs an app with a log, and stops it. */
async function runApp(work: (publish: Publish) => unknown) {
  const anchors: AuditHead[] = [];
  const options = { keys: key, dir, anchor: (head: AuditHead) => anchors.push(head) };
  const plugins = [audit({ ...options, redact: ['iban'] }), orders()];
  const app = createTestApp({
    config: { plugins, log },
    routes: { 'index.tsx': { default: ({ session }: { session: { id: string } }) => session.id } },
    views: {},
  });
  expect((await fetchPage(app, '/')).status).toBe(200);
  await work((topic, message) => app.publish(topic, message));
  await app.close();
  return anchors;
}

test('the plugin records a session, and the order of a plugin of the app', async () => {
  const order = { number: 7, IBAN: 'AT61 1904 3002 3457 3201', email: 'ann@a.example' };
  const anchors = await runApp((publish) => publish('order:sold', { buyer: 'ann', order }));
  expect(await records()).toMatchObject([
    { type: 'session_created' },
    {
      type: 'order_sold',
      detail: { number: 7, IBAN: '[redacted]' },
      personal: { actor: 'ann', detail: { email: 'ann@a.example' } },
    },
  ]);
  expect(await checkLog(dir, [key], anchors)).toEqual([]);
});

test('the records of a person who asks for it are emptied, and the chain stays valid', async () => {
  const anchors = await runApp(async (publish) => {
    publish('order:sold', { buyer: 'ann', order: { number: 7 } });
    publish('person:forget', 'ann');
    await expect
      .poll(records)
      .toContainEqual(expect.objectContaining({ type: 'personal_data_erased' }));
  });
  const sold = (await records()).find(({ type }) => type === 'order_sold');
  expect(sold).toMatchObject({ detail: { number: 7 }, erased: { time: expect.any(String) } });
  expect(JSON.stringify(await records())).not.toContain('"ann"');
  expect(await checkLog(dir, [key], anchors)).toEqual([]);
});

test('the check tells what was altered, and with an anchor what was cut off', async () => {
  const anchors = await runApp((publish) => publish('order:sold', { buyer: 'ann', order: {} }));
  const [name] = await readdir(dir);
  const path = join(dir, name!);
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('order_sold', 'order_told'));
  expect(await checkLog(dir, [key])).toEqual([expect.stringMatching(/^altered: Line 3/)]);
  await writeFile(path, text.split('\n').slice(0, 2).join('\n') + '\n');
  expect(await checkLog(dir, [key])).toEqual([expect.stringMatching(/^unclosed: /)]);
  expect(await checkLog(dir, [key], anchors)).toContainEqual(expect.stringMatching(/^cut-off: /));
});

test('an event of the till is recorded before it is handled, or refused', async () => {
  const lines: string[] = [];
  let fails = false;
  const sink = (more: readonly string[]) => {
    if (fails) throw new Error('full');
    lines.push(...more);
  };
  const till = await mountLive(Till, { plugins: [audit({ keys: key, sinks: [sink] })], log });
  await till.click('button');
  expect(till.state).toEqual({ sold: 1 });
  expect(lines.join('\n')).toContain('"type":"sale_asked"');
  fails = true;
  await expect(till.click('button')).rejects.toThrow('This cannot be recorded at the moment.');
  expect(till.state).toEqual({ sold: 1 });
});

test('the collector and the anchor receive what the log sends them', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => response.writeHead(request.url === '/' ? 204 : 500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['ANCHOR_URL'] = url;
  try {
    await toCollector(url)(['{"seq":1}', '{"seq":2}']);
    await anchor({ file: 'f', seq: 64, mac: 'm' });
    expect(bodies).toEqual(['{"seq":1}\n{"seq":2}\n', '{"file":"f","seq":64,"mac":"m"}']);
    await expect(toCollector(`${url}/down`)(['{}'])).rejects.toThrow('The collector answers 500.');
  } finally {
    delete process.env['ANCHOR_URL'];
    server.closeAllConnections();
    server.close();
  }
});
