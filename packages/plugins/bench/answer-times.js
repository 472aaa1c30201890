// Measures how long login, register and forgot take for known and unknown users: the medians must not tell them apart.
// Run after a build: node packages/plugins/bench/answer-times.js [pairs of requests, 40 by default]
import { createApp, serveApp } from '@skerry/kit/server';
import { auth, Passwords } from '@skerry/plugins/auth';

const pairs = Number(process.argv[2] ?? 40);
const passwords = new Passwords();
const hash = await passwords.hashPassword('a harbour at night');
const account = { user: { id: 'ann' }, name: 'ann@sea.example', password: hash };
const users = {
  findAccount: (name) => (name === account.name ? account : undefined),
  getAccount: () => account,
  setPassword() {},
  addAccount: () => account,
};
const many = 1e9;
const limits = { freePerPair: many, freePerAddress: many, freePerAccount: many };
const silent = { info() {}, warn() {}, error() {} };
const config = { log: silent, plugins: [auth({ users, limits, send() {} })] };
const app = createApp({
  modules: { config, routes: {}, views: {} },
  mode: 'production',
  build: 'bench',
  secret: 'a secret for a bench, of 32 bytes or more',
});
const server = await serveApp(app, { port: 0, host: '127.0.0.1' });

/** The milliseconds of one request. */
async function time(path, name) {
  const body = new URLSearchParams({ name, password: 'not the password' });
  const started = performance.now();
  const url = `http://127.0.0.1:${server.port}${path}`;
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  await response.text();
  return performance.now() - started;
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

for (const path of ['/auth/login', '/auth/register', '/auth/forgot']) {
  const times = { known: [], unknown: [] };
  const count = path === '/auth/login' ? pairs : pairs * 25;
  for (let i = 0; i < count; i += 1) {
    // In turns, so that whatever else the machine does meets both.
    const order = i % 2 ? ['known', 'unknown'] : ['unknown', 'known'];
    for (const kind of order)
      times[kind].push(await time(path, kind === 'known' ? account.name : 'eve@sea.example'));
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const difference = ((unknown / known - 1) * 100).toFixed(2);
  console.log(
    `${path}: known ${known.toFixed(3)} ms, unknown ${unknown.toFixed(3)} ms, ${difference} %`,
  );
}
await server.stop();
