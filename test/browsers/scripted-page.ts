import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type WebSocket, WebSocketServer } from 'ws';

import { bundle, documentOf } from '../../packages/client/test/client-page.js';
import { FarEnd } from '../../packages/client/test/far-end.js';
import { BrowserPage } from './page.js';

/** Runs in the page before the client: counts updates. */
const count = `<script>updates = 0; addEventListener('skerry:update', () => updates++);</script>`;

/** A page with one region, whose server is the test. */
export class ScriptedPage extends FarEnd<WebSocket> {
  #markup = '';
  /** Whether browsers may keep the page, as one that was written at build; by default it is one with a region of its own. */
  mayBeStored = false;

  private constructor(
    readonly page: BrowserPage,
    readonly server: Server,
    readonly origin: string,
  ) {
    super();
  }

  static async start(): Promise<ScriptedPage> {
    const files = await bundle;
    const server = createServer((request, response) => {
      const path = request.url!.slice(1);
      const type = files.has(path) ? 'text/javascript' : 'text/html';
      response.setHeader('content-type', `${type}; charset=utf-8`);
      const caching = live.mayBeStored ? 'no-cache' : 'private, no-store';
      response.setHeader('cache-control', caching);
      response.end(
        files.get(path) ?? (path ? '<title>Elsewhere</title>' : documentOf(count + live.#markup)),
      );
    });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const live = new ScriptedPage(await BrowserPage.start(), server, origin);
    new WebSocketServer({ server }).on('connection', (line) => {
      live.lines.push(line);
      line.on('message', (text) => live.receive(String(text), line));
    });
    return live;
  }

  /** Opens a page whose region holds this, and waits until it has joined. A script may go before; some bindings need code. */
  async show(html: string, { before = '', uses = '' } = {}): Promise<void> {
    this.#markup = `<script>${before}</script><skerry-live id="lv-a" data-token="t" data-uses="${uses}">${html}</skerry-live><hr>`;
    await this.page.open(`${this.origin}/`);
    await this.page.live();
    this.forget();
  }

  /** Sends updates, each a frame of its own, and waits until all are applied. */
  async push(...frames: unknown[][]): Promise<void> {
    const before = await this.page.evaluate(() => updates);
    for (const frame of frames) this.send(...frame);
    await this.page.waitFor((wanted) => updates >= wanted, before + frames.length);
  }

  async close(): Promise<void> {
    await this.page.close();
    for (const line of this.lines) line.terminate();
    this.server.closeAllConnections();
    this.server.close();
  }
}

declare global {
  /** How many updates the page has seen. */
  // eslint-disable-next-line no-var
  var updates: number;
}
