import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Metric } from 'web-vitals';

import { browserPart, webVitals } from './browser-part.js';

/** A beacon of the browser part, as it was sent. */
export interface SentBeacon {
  readonly p: string;
  readonly v?: number;
  readonly r?: string;
  readonly l?: readonly [number, number | null];
  readonly i?: readonly [number, number | null];
  readonly c?: readonly [number, number | null];
  readonly h?: readonly (readonly [string, string, number])[];
}

/** A metric of the package `web-vitals`, as its callback received it. */
export interface TheirMetric extends Pick<Metric, 'name' | 'value'> {
  readonly path: string;
}

/** An image that is larger than everything else on the page. */
const image =
  '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><defs><pattern id="p" width="7" height="7" patternUnits="userSpaceOnUse">' +
  '<path d="M0 0L7 7M7 0L0 7" stroke="#357"/></pattern></defs><rect width="600" height="400" fill="url(#p)"/></svg>';

const pageHtml = (head: string): string => `<!doctype html><title>Page</title>${head}
<script type="module">
  import start from '/ours.js';
  import { onCLS, onINP, onLCP } from '/theirs.js';
  for (const on of [onCLS, onINP, onLCP])
    on(({ name, value }) =>
      navigator.sendBeacon('/theirs', JSON.stringify({ name, value, path: location.pathname })));
  start({ options: { path: '/ours' } });
</script>
<div id="top"></div>
<h1>A page</h1>
<button id="slow">slow</button><button id="grow">grow</button>
<img src="/image.svg" width="600" height="400" alt="">
<p>text</p><a href="/next">next</a>
<script>
  document.querySelector('#slow').onclick = () => {
    const end = performance.now() + 180;
    while (performance.now() < end);
  };
  document.querySelector('#grow').onclick = () => window.shift(120);
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((e) => e.startTime)))
    .observe({ type: 'layout-shift', buffered: true });
  window.shift = (pixels) => {
    const box = document.createElement('div');
    box.style.height = pixels + 'px';
    document.querySelector('#top').append(box);
  };
</script>`;

declare global {
  interface Window {
    /** When the page has shifted. */
    shifts: number[];
    /** Makes the page shift. */
    shift(pixels: number): void;
  }
}

/** A site whose pages measure themselves twice: by the browser part, and by `web-vitals`. */
export class VitalsSite {
  readonly ours: SentBeacon[] = [];
  readonly theirs: TheirMetric[] = [];
  readonly #server: Server;
  readonly #files: ReadonlyMap<string, readonly [type: string, content: string]>;
  /** The requests, in order. */
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
  /** Headers of every page. */
  headers: Record<string, string> = {};
  /** The status of every page. */
  status = 200;
  /** Markup in the head of every page. */
  head = '';

  private constructor(ours: string, theirs: string) {
    this.#files = new Map([
      ['/ours.js', ['text/javascript', ours]],
      ['/theirs.js', ['text/javascript', theirs]],
      ['/image.svg', ['image/svg+xml', image]],
    ]);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<VitalsSite> {
    const site = new VitalsSite(await browserPart(), await webVitals());
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The headers of the latest request for a path. */
  headersOf(path: string): IncomingHttpHeaders {
    return this.requests.findLast((request) => request.path === path)?.headers ?? {};
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push({ path: request.url!, headers: request.headers });
    if (request.method === 'POST') {
      let text = '';
      for await (const part of request) text += String(part);
      const told: unknown = JSON.parse(text);
      if (request.url === '/ours') this.ours.push(told as SentBeacon);
      else this.theirs.push(told as TheirMetric);
      response.writeHead(204).end();
      return;
    }
    const [type, content] = this.#files.get(request.url!) ?? ['text/html', pageHtml(this.head)];
    const headers = type === 'text/html' ? this.headers : {};
    response
      .writeHead(type === 'text/html' ? this.status : 200, { 'content-type': type, ...headers })
      .end(content);
  }
}
