import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Usage as AppUsage } from '@skerry/kit/server';
import { WebSocket } from 'ws';

/** The resources that a server process uses. */
export interface Usage {
  memory: NodeJS.MemoryUsage;
  cpu: NodeJS.CpuUsage;
  connections: number;
  regions: AppUsage['regions'];
}

/** The server: with wide limits, with default limits, with limits for visitors who do not return, or without Skerry. */
type ServerKind = 'skerry' | 'default' | 'passing' | 'bare';

/** A server in a process of its own. */
export class Remote {
  readonly #process: ChildProcess | undefined;

  private constructor(
    process: ChildProcess | undefined,
    readonly port: number,
  ) {
    this.#process = process;
  }

  /** Connects to a server that is already running. */
  static at(port: number): Remote {
    return new Remote(undefined, port);
  }

  static async start(kind: ServerKind): Promise<Remote> {
    const child = fork(fileURLToPath(new URL('./server.js', import.meta.url)), [kind], {
      execArgv: ['--expose-gc'],
    });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new Remote(child, port);
  }

  async usage(): Promise<Usage> {
    const process = this.#process as ChildProcess;
    const answer = once(process, 'message');
    process.send('usage');
    return ((await answer) as [Usage])[0];
  }

  /** Loads a page. */
  async load(path: string): Promise<{ response: Response; html: string }> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`);
    return { response, html: await response.text() };
  }

  /** Loads a page and joins its region. */
  async join(path: string): Promise<Client> {
    const { response, html } = await this.load(path);
    const [, id, token] = /id="lv-([^"]+)" data-token="([^"]+)"/.exec(html) as unknown as string[];
    const cookie = response.headers.get('set-cookie')?.split(';')[0] as string;
    const client = await this.connect('/_skerry/live/websocket?vsn=skerry-1', cookie);
    await client.ask([1, 0, { topic: `lv:${id}`, token, have: 0, page: id }]);
    return client;
  }

  async connect(path: string, cookie = ''): Promise<Client> {
    const webSocket = new WebSocket(`ws://127.0.0.1:${this.port}${path}`, {
      headers: { cookie },
      perMessageDeflate: false,
    });
    await once(webSocket, 'open');
    return new Client(webSocket);
  }

  stop(): void {
    this.#process?.kill();
  }
}

/** Waits until regions have released their rendering, and the engine its free memory. */
export const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 12_000));

/** One connection, with one question at a time. */
export class Client {
  /** Bytes of the last answer. */
  bytes = 0;
  #answered: (() => void) | undefined;

  constructor(readonly webSocket: WebSocket) {
    webSocket.on('message', (data) => {
      this.bytes = (data as Buffer).length;
      this.#answered?.();
    });
  }

  ask(frame: unknown): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.webSocket.send(JSON.stringify(frame));
    });
  }

  get isOpen(): boolean {
    return this.webSocket.readyState === WebSocket.OPEN;
  }

  /** Leaves its region, as a page does when its element is removed, and disconnects. */
  async leave(): Promise<void> {
    await this.ask([1, 1]);
    this.close();
  }

  close(): void {
    this.webSocket.terminate();
  }
}
