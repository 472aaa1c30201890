import { once } from 'node:events';

import { attack, attacks } from '../attacks.js';
import type { Random } from './random.js';
import { Visitor } from './visitor.js';

/** One thing that an attacker does, with a session of its own and what it knows of somebody else's. */
type Step = (random: Random, own: Visitor, other: Visitor) => Promise<void>;

const plain = Object.values(attacks).filter(
  ({ sent, after }) => !after && typeof sent === 'string' && sent.length < 20_000,
);

/** Each kind of step, by its name. */
export const steps: Readonly<Record<string, Step>> = {
  async http(random, { origin }) {
    const { sent } = random.pick(plain);
    await attack(Number(new URL(origin).port), {
      sent: Buffer.from(random.mutate(String(sent)), random.pick(['latin1', 'utf8'] as const)),
      answers: /./,
      after: 'end',
    });
  },

  async frames(random, own) {
    await own.load();
    const version = random.pick(['skerry-1', '2.0.0', '1.0.0']);
    const write = (event: string, payload: unknown, ref: number): unknown =>
      version === 'skerry-1'
        ? event === 'phx_join'
          ? [1, ref, payload]
          : [1, ref, (payload as { event: string }).event, (payload as { value: unknown }).value]
        : version === '2.0.0'
          ? ['1', `${ref}`, own.topic, event, payload]
          : { topic: own.topic, event, payload, ref: `${ref}`, join_ref: '1' };
    const socket = await own.connect(version);
    if (!socket) return;
    const closed = once(socket, 'close');
    const join = write('phx_join', { topic: own.topic, token: own.token, have: 0 }, 0);
    socket.send(JSON.stringify(join));
    for (let ref = 1; ref < 20; ref++) {
      const event = random.pick(['note', 'checked', 'echo', 'publish', 'fail', 'fly', '']);
      const frame = write('event', { type: 'click', event, value: random.value() }, ref);
      const changed = random.pick([frame, random.mutateJson(frame), random.mutateJson(join)]);
      const text = JSON.stringify(changed) ?? 'undefined';
      const sent = random.below(3) === 0 ? random.mutate(text) : text;
      socket.send(random.below(4) === 0 ? Buffer.from(sent, 'latin1') : sent);
    }
    socket.close();
    await closed;
  },

  async cookies(random, own, other) {
    const cookie = random.pick([
      random.mutate(other.cookie),
      `${random.mutate(other.cookie)}; ${own.cookie}`,
      `\u00a0${other.cookie}`,
      other.cookie.replace(/\.[^.]*$/, own.cookie.replace(/^[^.]*/, '')),
    ]);
    if (cookie.includes(other.cookie) || /[^\x20-\x7e]/.test(cookie)) return;
    const headers = { cookie };
    const response = await fetch(`${own.origin}/vault`, { headers });
    // Whatever session that is, it is not the other one's.
    if ((await response.text()).includes(other.secret)) throw new Error('A session was forged.');
    const socket = await own.connect('skerry-1', headers);
    socket?.send(JSON.stringify([1, 0, { topic: other.topic, token: other.token }]));
    if (!socket) return;
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  },

  async tokens(random, own, other) {
    await own.load();
    const socket = await own.connect('skerry-1');
    if (!socket) return;
    const closed = once(socket, 'close');
    for (let channel = 1; channel < 10; channel++) {
      const half = random.below(own.token.length);
      const token = random.pick([
        other.token,
        random.mutate(other.token),
        random.mutate(own.token),
        own.token.slice(0, half) + other.token.slice(half),
        other.cookie.split('=')[1],
      ]);
      const topic = random.pick([other.topic, own.topic, random.mutate(other.topic)]);
      const page = random.pick(['page', '', random.pick(['__proto__', 'x'.repeat(300)])]);
      socket.send(JSON.stringify([channel, 0, { topic, token, page, have: random.below(3) }]));
      socket.send(JSON.stringify([channel, 1, 'echo', 1]));
    }
    socket.close();
    await closed;
  },

  async props(random, { origin }) {
    const value = JSON.stringify(random.value(4));
    const response = await fetch(`${origin}/props?value=${encodeURIComponent(value)}`);
    const html = await response.text();
    if (html.includes('<script>alert') || html.includes('<img src=x'))
      throw new Error(`Markup of a visitor stands in the page, by the props ${value}.`);
  },
};
