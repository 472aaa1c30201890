import { once } from 'node:events';

import { WebSocket } from 'ws';

import { readServerFrame } from '@skerry/wire';

const secrets = /secret-[\da-f]+/g;

/** A visitor with a session, who looks at all that it is sent for what belongs to another. */
export class Visitor {
  secret = '';
  token = '';
  topic = '';
  cookie = '';

  constructor(readonly origin: string) {}

  /** Loads the page of its vault. */
  async load(): Promise<void> {
    const response = await fetch(`${this.origin}/vault`, { headers: { cookie: this.cookie } });
    const html = await response.text();
    this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    this.topic = `lv:${/id="lv-([^"]+)"/.exec(html)?.[1]}`;
    this.token = /data-token="([^"]+)"/.exec(html)?.[1] ?? '';
    this.secret = html.match(secrets)?.[0] ?? '';
    this.check(html);
  }

  /** @throws where a text holds the secret of another */
  check(text: string): void {
    for (const [found] of text.matchAll(secrets))
      if (found !== this.secret)
        throw new Error(`A visitor was sent ${found}, which is another's.`);
  }

  /** Opens a connection; nothing where it is refused. */
  async connect(
    version: string,
    headers: Record<string, string> = {},
  ): Promise<WebSocket | undefined> {
    const url = `${this.origin.replace('http', 'ws')}/_skerry/live/websocket?vsn=${version}`;
    const socket = new WebSocket(url, { headers: { cookie: this.cookie, ...headers } });
    socket.on('error', () => {});
    socket.on('message', (data) => this.check(String(data)));
    await Promise.race([once(socket, 'open').catch(() => {}), once(socket, 'close')]);
    return socket.readyState === WebSocket.OPEN ? socket : undefined;
  }

  /** Loads its page and uses it as somebody would who means no harm. @throws where that does not work */
  async use(): Promise<void> {
    await this.load();
    if (!this.secret) throw new Error('An honest visitor was not shown the page.');
    const socket = await this.connect('skerry-1');
    if (!socket) throw new Error('An honest visitor was not let in.');
    const answers = collect(socket);
    socket.send(JSON.stringify([1, 0, { topic: this.topic, token: this.token, have: 0 }]));
    socket.send(JSON.stringify([1, 1, 'echo', 'hello']));
    for await (const text of answers) {
      const answer = readServerFrame(text);
      if (answer.kind === 'refused') throw new Error(`An honest visitor was refused: ${text}`);
      if (answer.kind === 'ok' && answer.ref === 1) break;
    }
    socket.close();
  }
}

async function* collect(socket: WebSocket): AsyncGenerator<string> {
  const waiting: string[] = [];
  let wake = (): void => {};
  socket.on('message', (data) => {
    waiting.push(String(data));
    wake();
  });
  socket.on('close', () => wake());
  while (socket.readyState === WebSocket.OPEN || waiting.length > 0) {
    const text = waiting.shift();
    if (text !== undefined) yield text;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
  throw new Error('The connection of an honest visitor was closed.');
}
