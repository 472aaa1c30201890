import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A browser, as Playwright's is one. */
export interface TestBrowser {
  newPage(): Promise<TestPage>;
}

/** A page of a browser. */
export interface TestPage {
  goto(url: string): Promise<unknown>;
  evaluate<Result, Argument>(
    work: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  close(): Promise<unknown>;
}

/** A document that was recorded, and how it is sent again. */
export interface Showing {
  readonly html: string;
  /** The byte at which it is cut in two. */
  readonly cut?: number;
  /** True if the second half comes once the browser has read the first one. */
  readonly isHeld?: boolean;
}

/** What a document shows, and what it should. */
export interface Difference {
  readonly shown: string;
  readonly wanted: string;
}

/** Shows documents in a browser, side by side, as a server sends them. */
export class StreamStage {
  readonly #page: TestPage;
  readonly #server: Server;
  readonly #patience: number;
  #showings: readonly Showing[] = [];
  #held: (() => void)[] = [];

  private constructor(page: TestPage, server: Server, patience: number) {
    this.#page = page;
    this.#server = server;
    this.#patience = patience;
  }

  /** @param patience milliseconds to wait for what a document is to show */
  static async open(
    browser: TestBrowser,
    scripts: Readonly<Record<string, string>>,
    patience: number,
  ): Promise<StreamStage> {
    const server = createServer(({ url = '' }, response) => {
      const script = scripts[url];
      const type = script === undefined ? 'html' : 'javascript';
      response.setHeader('content-type', `text/${type}; charset=utf-8`);
      response.setHeader('cache-control', 'no-store');
      const showing = stage.#showings[Number(url.slice(1)) - 1];
      if (showing) stage.#send(response, showing);
      else response.writeHead(script === undefined && url !== '/' ? 404 : 200).end(script);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stage = new StreamStage(await browser.newPage(), server, patience);
    await stage.#page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return stage;
  }

  /** Shows documents, and returns how each of them differs at last from what it should show; `undefined` if it does not. */
  async show(showings: readonly Showing[], expected: string): Promise<(Difference | undefined)[]> {
    const count = showings.length;
    this.#showings = showings;
    this.#held = [];
    await this.#page.evaluate(openFrames, count);
    if (showings.some((each) => each.isHeld)) {
      await this.#page.evaluate(untilAllWait, this.#patience);
      // What is held back follows once the browser has read everything before it.
      for (const finish of this.#held) finish();
    }
    return this.#page.evaluate(readFrames, { expected, patience: this.#patience });
  }

  async close(): Promise<void> {
    await this.#page.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #send(response: ServerResponse, { html, cut, isHeld = false }: Showing): void {
    const bytes = Buffer.from(html);
    if (cut === undefined) return void response.end(bytes);
    response.write(bytes.subarray(0, cut));
    const finish = () => response.end(bytes.subarray(cut));
    if (isHeld) this.#held.push(finish);
    else setImmediate(finish);
  }
}

// The functions below run in the browser, and know nothing outside of themselves.
// seam: this package has no types of the DOM
declare const document: any;
declare const DOMParser: any;

function openFrames(count: number): void {
  const frames = Array.from({ length: count }, (_, i) =>
    Object.assign(document.createElement('iframe'), { src: `/${i + 1}` }),
  );
  document.body.replaceChildren(...frames);
}

/** Waits until every document is read up to where it is cut. */
async function untilAllWait(patience: number): Promise<void> {
  const deadline = performance.now() + patience;
  const waits = ({ contentDocument: inside, src }: any) =>
    inside?.URL === src && inside.readyState === 'loading' && inside.body?.firstChild;
  while (![...document.querySelectorAll('iframe')].every(waits) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Waits until every document shows what it should, and returns those that do not. */
async function readFrames({
  expected,
  patience,
}: {
  expected: string;
  patience: number;
}): Promise<(Difference | undefined)[]> {
  /** What a body shows as the page, without the marks of any engine, and without what it leaves beside the page. */
  const shownBy = (body: any): string => {
    const copy = (body.querySelector('main') ?? body).cloneNode(true);
    for (const each of copy.querySelectorAll('script, template')) each.remove();
    for (const each of copy.querySelectorAll('div[hidden]'))
      if (!each.firstElementChild && each.textContent.trim() === '') each.remove();
    const marks = document.createTreeWalker(copy, 192); // comments and processing instructions
    const found: any[] = [];
    while (marks.nextNode()) found.push(marks.currentNode);
    for (const mark of found) mark.remove();
    copy.normalize();
    return copy.outerHTML;
  };
  const wanted = shownBy(new DOMParser().parseFromString(expected, 'text/html').body);
  const frames = [...document.querySelectorAll('iframe')];
  const deadline = performance.now() + patience;
  for (;;) {
    const shown = frames.map(({ contentDocument: inside, src }) =>
      inside?.URL === src && inside.readyState === 'complete' ? shownBy(inside.body) : '(loading)',
    );
    if (shown.every((html) => html === wanted) || performance.now() > deadline)
      return shown.map((html) => (html === wanted ? undefined : { shown: html, wanted }));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
