import type { App } from '../../app/app.js';
import { testAppOf } from '../create-test-app.js';
import { LiveTestError, parsePage, type TestElement } from '../dom.js';
import { fillPlaces } from '../fill-places.js';
import type { PageAnswer, VisitDriver } from './driver.js';
import { findControl, findField } from './find.js';
import type { AskingPage } from './page-connection.js';
import { GivenFields, radiosOf } from './given.js';
import {
  type Entries,
  type Entry,
  formOf,
  isResetter,
  submissionOf,
  valueOf,
} from './submission.js';
import { shownText } from './shown-text.js';
import { noQuestion, type Target } from './which.js';

const origin = 'http://localhost';
const maxRedirects = 10;

/** A page of an app that runs in the test's own process: it is fetched, parsed, and used as a browser without script does. */
export class ServedPage implements VisitDriver {
  root: TestElement = parsePage('');
  readonly #app: App;
  readonly #cookies = new Map<string, string>();
  protected readonly given = new GivenFields();
  #url = new URL(origin);
  #status = 0;

  constructor(app: App) {
    testAppOf(app);
    this.#app = app;
  }

  async openPage(path: string): Promise<void> {
    await this.#request(new URL(path, this.#url), {});
  }

  async fillField(target: Target, value: string): Promise<void> {
    await this.#give(findField(this.root, target), value);
  }

  async checkField(target: Target, isChecked: boolean): Promise<void> {
    const field = findField(this.root, target);
    // Of radio buttons one is checked.
    if (field.getAttribute('type') === 'radio')
      for (const other of radiosOf(this.root, field)) this.given.give(this.root, other, false);
    await this.#give(field, isChecked);
  }

  async chooseOptions(target: Target, names: readonly string[]): Promise<void> {
    const select = findField(this.root, target);
    const options = select.querySelectorAll('option');
    const values = names.map((name) => {
      const option = options.find(({ textContent }) => textContent.trim() === name);
      if (option) return valueOf(option);
      throw new LiveTestError(
        `${JSON.stringify(target.name)} has no option ${JSON.stringify(name)}.`,
      );
    });
    await this.#give(select, values);
  }

  async pressControl(target: Target): Promise<void> {
    const control = findControl(this.root, target);
    const href = control.getAttribute('href');
    if (href === undefined) await this.pressButton(control);
    else await this.openPage(href);
  }

  async declineControl(target: Target): Promise<void> {
    findControl(this.root, target);
    throw noQuestion(target);
  }

  async shownText(): Promise<string> {
    return shownText(this.root, false);
  }

  async leavePage(): Promise<void> {}

  async lastAnswer(): Promise<PageAnswer> {
    const { pathname, search } = this.#url;
    const { base } = this.#app.config;
    const path = pathname + search;
    return { path, status: this.#status, base: path.startsWith(base) ? undefined : base };
  }

  /** What the visitor has given to the fields that are on the page. */
  protected get entries(): Entries {
    return this.given.entries(this.root);
  }

  /** Does what follows when the visitor has changed a field: without script nothing. */
  protected async fieldChanged(_field: TestElement): Promise<void> {}

  async #give(field: TestElement, value: Entry): Promise<void> {
    this.given.give(this.root, field, value);
    await this.fieldChanged(field);
  }

  /** Submits or resets the form of a button. */
  protected async pressButton(button: TestElement): Promise<void> {
    if (isResetter(button)) return this.given.reset(this.root, formOf(this.root, button));
    const { method, action, fields } = submissionOf(this.root, button, this.entries);
    const body = new URLSearchParams(
      fields.map(([name, value]): [string, string] => [name, value]),
    );
    const url = new URL(action || this.#url, this.#url);
    if (method === 'get') url.search = `${body}`;
    await this.#request(url, method === 'get' ? {} : { method: 'POST', body });
  }

  /** What the server learns of a page that asks for a connection. */
  protected get asking(): AskingPage {
    return { origin, base: this.#app.config.base, cookie: this.#cookie };
  }

  /** Keeps the cookies that an answer sets. */
  protected keepCookies(set: readonly string[]): void {
    for (const cookie of set) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  /** The value of a cookie header. */
  get #cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #request(url: URL, init: RequestInit, redirects = 0): Promise<void> {
    const headers = {
      accept: 'text/html',
      cookie: this.#cookie,
      origin,
      'sec-fetch-site': 'same-origin',
    };
    const response = await this.#app.fetch(
      new Request(url, { ...init, headers, redirect: 'manual' }),
    );
    this.keepCookies(response.headers.getSetCookie());
    const to = response.headers.get('location');
    if (to !== null) {
      if (redirects === maxRedirects) throw new LiveTestError(`${url} redirects without end.`);
      return this.#request(new URL(to, url), {}, redirects + 1);
    }
    this.#url = url;
    this.#status = response.status;
    this.given.clear();
    this.root = parsePage(fillPlaces(await response.text()));
  }
}
