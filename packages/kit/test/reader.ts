import { parsePage, type TestElement } from '../src/testing/dom.js';
import { submissionOf } from '../src/testing/visit/submission.js';
import type { Site } from './visitor.js';

/** A visitor without script. */
export class Reader {
  #site: Site;
  html = '';
  status = 0;
  location: string | null = null;
  cookie = '';
  #path = '/';

  constructor(site: Site) {
    this.#site = site;
  }

  /** Goes on with another server of the same app. */
  on(site: Site): this {
    this.#site = site;
    return this;
  }

  async open(path = '/'): Promise<this> {
    this.#path = path;
    return this.#take(await this.#site.visit(path, this.cookie ? { cookie: this.cookie } : {}));
  }

  get page(): TestElement {
    return parsePage(this.html);
  }

  /** The count that the page shows. */
  get count(): string | undefined {
    return this.page.querySelector('b')?.textContent;
  }

  /** What the page sends when a button is pressed. */
  bodyOf(button: string, entries: Record<string, string> = {}): URLSearchParams {
    const { page } = this;
    const pressed = page
      .querySelectorAll('button')
      .find(({ textContent }) => textContent.trim() === button)!;
    const filled = new Map(
      Object.entries(entries).map(([name, value]) => [
        page.querySelector(`[name=${name}]`)!,
        value,
      ]),
    );
    const { fields, method, action } = submissionOf(page, pressed, filled);
    if (method !== 'post' || action !== '') throw new Error(`"${button}" posts to no page.`);
    return new URLSearchParams(fields.map(([name, value]) => [name, value]));
  }

  press(button: string, entries?: Record<string, string>): Promise<this> {
    return this.send(this.bodyOf(button, entries));
  }

  async send(
    body: BodyInit,
    headers: Record<string, string> = {},
    cookie = this.cookie,
  ): Promise<this> {
    const origin = { origin: this.#site.origin, 'sec-fetch-site': 'same-origin' };
    const init = { method: 'POST', body, cookie, headers: { ...origin, ...headers } };
    return this.#take(await this.#site.visit(this.#path, init));
  }

  #take({ response, html, cookie }: Awaited<ReturnType<Site['visit']>>): this {
    this.html = html;
    this.status = response.status;
    this.location = response.headers.get('location');
    if (response.headers.get('set-cookie')) this.cookie = cookie;
    return this;
  }
}
