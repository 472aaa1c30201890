import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import type { Dialog, Request, Route, WebSocketRoute } from 'playwright';
import { type WebSocket, WebSocketServer } from 'ws';

/** Where the questions of a page go to: `confirm()` and `prompt()` wait for the answer. */
const dialogs = '/dialogs';

/** Runs in the page before anything else. */
function askServer(path: string): void {
  const ask = (type: string, message?: string) => {
    const request = new XMLHttpRequest();
    request.open('POST', path, false);
    request.send(JSON.stringify({ type, message }));
    return JSON.parse(request.responseText);
  };
  window.confirm = (message) => ask('confirm', message);
  window.prompt = (message) => ask('prompt', message);
}

type Answer = (route: Route) => unknown;
type Found = { pattern: RegExp; answer: Answer }[];

/** The part of a server that Playwright plays for one page: it answers its requests, its connections and its questions. */
export class StandInServer {
  readonly #routes: Found = [];
  readonly #scripts: string[] = [];
  /** How many requests have come. */
  #count = 0;
  readonly onRequest: ((request: Request) => void)[] = [];
  onDialog: ((dialog: Dialog) => void) | undefined;
  onLine: ((line: WebSocketRoute) => void) | undefined;

  private constructor(
    readonly origin: string,
    readonly lines: WebSocketServer,
  ) {
    this.addScript(askServer, dialogs);
  }

  static async start(): Promise<StandInServer & { close(): void }> {
    const server = createServer((request, response) => void standIn.#answer(request, response));
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const lines = new WebSocketServer({ server });
    lines.on('connection', (line) => standIn.onLine?.(lineOf(line)));
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const standIn = new StandInServer(origin, lines);
    const close = () => {
      for (const line of lines.clients) line.terminate();
      server.closeAllConnections();
      server.close();
    };
    return Object.assign(standIn, { close });
  }

  /** Has a function run in each page before anything else. */
  addScript<A extends unknown[]>(run: (...args: A) => void, ...args: A): void {
    this.#scripts.push(`<script>(${run})(...${JSON.stringify(args)})</script>`);
  }

  /** Answers the requests for the paths of a pattern; that of the last pattern counts. */
  route(pattern: string, answer: Answer): void {
    const path = pattern.replace(/^https?:\/\/[^/]+/, '**');
    const source = path.replaceAll(/[.?+^$()[\]{}|\\]/g, '\\$&').replaceAll('**', '\0');
    const wild = source.replaceAll('*', '[^/]*').replaceAll('\0', '.*');
    this.#routes.unshift({ pattern: new RegExp(`^${wild}$`), answer });
  }

  /** Waits until what is on its way on the connections has come, there and back. */
  async roundTrip(): Promise<void> {
    const open = [...this.lines.clients].filter((line) => line.readyState === line.OPEN);
    await Promise.all(
      open.map((line) => {
        line.ping();
        return Promise.race([once(line, 'pong'), once(line, 'close')]);
      }),
    );
  }

  /** Waits until no request has come for half a second, as Playwright does. */
  async isIdle(): Promise<void> {
    let count: number;
    do {
      count = this.#count;
      await setTimeout(500);
    } while (count < this.#count);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!;
    if (path === dialogs) return this.#answerDialog(request, response);
    this.#count++;
    const asked = { url: () => this.origin + path } as Request;
    for (const each of this.onRequest) each(asked);
    const found = this.#routes.filter(({ pattern }) => pattern.test(path));
    await this.#answerBy(found, asked, response);
  }

  /** Answers by the first of some routes, or those after it. */
  async #answerBy(
    [first, ...rest]: Found,
    asked: Request,
    response: ServerResponse,
  ): Promise<void> {
    const fallback = () => this.#answerBy(rest, asked, response);
    await first?.answer({ ...this.#routeOf(asked, response), fallback });
  }

  #routeOf(asked: Request, response: ServerResponse): Route {
    const fulfill: Route['fulfill'] = async (options = {}) => {
      const { status = 200, contentType = 'text/plain', headers, body = '' } = options;
      const type = `${contentType}; charset=utf-8`;
      response.writeHead(status, { ...headers, 'content-type': type, 'cache-control': 'no-store' });
      const isPage = contentType === 'text/html';
      response.end(isPage ? String(body).replace('>', `>${this.#scripts.join('')}`) : body);
    };
    const abort = async () => void response.destroy();
    // seam: tests use no more of a route than this
    return { request: () => asked, fulfill, abort } as Route;
  }

  async #answerDialog(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { type, message } = JSON.parse((await request.setEncoding('utf8').toArray()).join(''));
    const isPrompt = type === 'prompt';
    const answer = (value: unknown) => async () => void response.end(JSON.stringify(value));
    this.onDialog?.({
      type: () => type,
      message: () => message,
      accept: (text = '') => answer(isPrompt ? text : true)(),
      dismiss: answer(isPrompt ? null : false),
      // seam: tests use no more of a dialog than this
    } as Dialog);
  }
}

function lineOf(line: WebSocket): WebSocketRoute {
  // seam: tests use no more of a connection than this
  return {
    onMessage: (take: (text: string) => void) => line.on('message', (data) => take(String(data))),
    send: (text: string) => line.send(text),
    // A server that closes with 1006 has gone without a word.
    close: async ({ code = 1000 } = {}) => (code === 1006 ? line.terminate() : line.close(code)),
  } as unknown as WebSocketRoute;
}
