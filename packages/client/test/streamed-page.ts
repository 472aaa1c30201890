import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser, Page } from 'playwright';
import { onTestFinished } from 'vitest';

/** What a page has beside its script. */
interface StreamedPageOptions {
  /** Further attributes of the script. */
  attributes?: string;
  /** Answers requests for further paths. */
  answer?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** A page that a server sends piece by piece, with a script. It ends with its test. */
export class StreamedPage {
  private constructor(
    readonly page: Page,
    readonly document: ServerResponse,
  ) {}

  static async open(
    browser: Browser,
    script: string,
    {
      attributes = '',
      answer = (_, response) => void response.writeHead(404).end(),
    }: StreamedPageOptions = {},
  ): Promise<StreamedPage> {
    let document: ServerResponse;
    const server = createServer((request, response) => {
      const { url } = request;
      if (url === '/') {
        document = response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        document.write(
          `<!doctype html><title>Streamed</title><script type="module" async src="/script.js" ${attributes}></script><body>`,
        );
      } else if (url === '/script.js')
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      else answer(request, response);
    }).listen(0);
    await once(server, 'listening');
    const page = await browser.newPage();
    onTestFinished(async () => {
      await page.close();
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://localhost:${port}/`, { waitUntil: 'commit' });
    return new StreamedPage(page, document!);
  }

  send(html: string): void {
    this.document.write(html);
  }

  async end(html: string): Promise<void> {
    this.document.end(html);
    await this.page.waitForLoadState();
  }
}
