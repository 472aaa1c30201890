import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { copyBuilt, type RunningApp, startBuilt, startDevelopment } from './apps.js';
import { attack, type Attack, attacks } from './attacks.js';

const copy = copyBuilt('test/app/edge');
const files = `${copy.folder}/dist/client`;

let app: RunningApp;
let idle: number;

beforeAll(async () => {
  for (const name of ['letters.txt', 'gone.txt', 'loop.txt'])
    writeFileSync(`${files}/${name}`, 'abcdefghijklmnopqrstuvwxyz');
  writeFileSync(`${files}/large.bin`, Buffer.alloc(20 * 1024 * 1024));
  app = await startBuilt(copy.folder);
  rmSync(`${files}/gone.txt`);
  rmSync(`${files}/loop.txt`);
  symlinkSync('loop.txt', `${files}/loop.txt`);
  await page();
  idle = await descriptors();
});

afterAll(async () => {
  expect(app.ended).toBe(false);
  expect(await app.stop()).toBe(0);
  copy.remove();
});

const close = { headers: { connection: 'close' } };

/** Asks for the page as a new visitor. */
async function page({ origin } = app): Promise<void> {
  const response = await fetch(origin, close);
  expect(await response.text()).toContain('<h1>Alive</h1>');
}

const descriptors = async (): Promise<number> =>
  Number(await (await fetch(`${app.origin}/api/open`, close)).text());

/** Waits until the server holds no more than it did before. */
const settled = () => expect.poll(descriptors, { interval: 200 }).toBeLessThanOrEqual(idle);

/** Attacks, and expects the server to close the connection, release everything and answer a page. */
async function survive(...all: readonly Attack[]): Promise<string[]> {
  const held: Socket[] = [];
  const answers = await Promise.all(all.map((each) => attack(app.port, each, held)));
  await page();
  await settled();
  for (const socket of held) socket.destroy();
  return answers;
}

test.each(Object.entries(attacks))('%s is answered, and its connection ends', async (_, each) => {
  expect(await survive(each)).toEqual([expect.stringMatching(each.answers)]);
});

test('all attacks at once, three times, leave the server as it was', async () => {
  const all = Object.values(attacks);
  await survive(...all, ...all, ...all);
});

test('without a free descriptor the server waits until it has one', async () => {
  const small = await startBuilt(copy.folder, 0, { descriptors: 128 });
  const sockets = await Promise.all(
    Array.from({ length: 200 }, () => {
      const socket = connect({ port: small.port, host: 'localhost' });
      socket.on('error', () => {});
      return new Promise<Socket>((resolve) => {
        socket.once('connect', () => resolve(socket));
        socket.once('close', () => resolve(socket));
      });
    }),
  );
  // Its idle connections end by their time-out, and make room.
  const statusOf = async (path: string) => (await fetch(small.origin + path, close)).status;
  for (const path of ['/', '/letters.txt'])
    await expect.poll(() => statusOf(path), { interval: 200 }).toBe(200);
  for (const socket of sockets) socket.destroy();
  expect(small.ended).toBe(false);
  expect(await small.stop()).toBe(0);
});

test('the development server answers its page during and after all attacks', async () => {
  const development = await startDevelopment('test/app/edge');
  const held: Socket[] = [];
  for (const { sent, ...rest } of Object.values(attacks)) {
    const named = typeof sent === 'string' ? sent.replaceAll('a.test', 'localhost') : sent;
    void attack(development.port, { ...rest, sent: named }, held);
  }
  await page(development);
  for (const socket of held) socket.destroy();
  await page(development);
  expect(development.ended).toBe(false);
  await development.stop();
});
