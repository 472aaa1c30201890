import type { App } from '../../app/app.js';
import { LiveTestError } from '../dom.js';
import { BrowserPage, type VisitedPage } from './browser-page.js';
import type { VisitDriver } from './driver.js';
import { spaced } from './find.js';
import { LivePage } from './live-page.js';
import { ServedPage } from './served-page.js';

/** The options of a visitor with a browser. */
export interface BrowserVisitorOptions {
  /** Milliseconds that a step waits for what it names: 3,000, if nothing else is said, so that a step fails before its test. */
  patience?: number;
}

/**
 * The steps of a visitor, one after the other; `await` runs them. Fields are named by their labels, buttons and links by their text.
 */
export class Visit implements PromiseLike<void> {
  readonly #driver: VisitDriver;
  #steps: Promise<void>;

  constructor(driver: VisitDriver, path: string) {
    this.#driver = driver;
    this.#steps = driver.openPage(path);
    // Whoever awaits the visit gets the failure.
    this.#steps.catch(() => {});
  }

  /** Fills a field with a text. */
  fill(label: string, value: string): this {
    return this.#then(() => this.#driver.fillField(label, value));
  }

  /** Ticks a box, or picks a radio button. */
  check(label: string): this {
    return this.#then(() => this.#driver.checkField(label, true));
  }

  /** Unticks a box. */
  uncheck(label: string): this {
    return this.#then(() => this.#driver.checkField(label, false));
  }

  /** Chooses options of a select by their texts. */
  choose(label: string, ...options: readonly string[]): this {
    return this.#then(() => this.#driver.chooseOptions(label, options));
  }

  /** Presses a button, or follows a link. */
  click(name: string): this {
    return this.#then(() => this.#driver.pressControl(name));
  }

  /** Opens another path. */
  open(path: string): this {
    return this.#then(() => this.#driver.openPage(path));
  }

  /** Expects a text on the page. @throws LiveTestError if it does not come */
  see(text: string): this {
    return this.#then(() => this.#expect(text, true));
  }

  /** Expects that a text is not on the page. @throws LiveTestError if it stays */
  seeNot(text: string): this {
    return this.#then(() => this.#expect(text, false));
  }

  /** Leaves the page, as a visitor who closes it. */
  leave(): this {
    return this.#then(() => this.#driver.leavePage());
  }

  // eslint-disable-next-line unicorn/no-thenable
  then<A = void, B = never>(
    onDone?: ((value: void) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#steps.then(onDone, onFailed);
  }

  #then(step: () => Promise<void>): this {
    this.#steps = this.#steps.then(step);
    this.#steps.catch(() => {});
    return this;
  }

  async #expect(wanted: string, isThere: boolean): Promise<void> {
    const end = Date.now() + (this.#driver.patience ?? 0);
    const text = spaced(wanted);
    for (;;) {
      const shown = await this.#driver.shownText();
      if (shown.includes(text) === isThere) return;
      if (!this.#driver.waitForChange || Date.now() >= end)
        throw new LiveTestError(
          `${JSON.stringify(text)} is ${isThere ? 'not ' : ''}on the page, which shows: ${shown}`,
        );
      await this.#driver.waitForChange();
    }
  }
}

/** Visits paths of an app. */
export type Visitor = (path: string) => Visit;

/**
 * A visitor whose events go over a connection, in the test's own process.
 *
 * @param app as `createTestApp` makes it
 * @example
 * const visit = liveVisitor(createTestApp({ routes, views }));
 * await visit('/todo').fill('Task', 'Paint').click('Add').see('Paint');
 */
export const liveVisitor =
  (app: App): Visitor =>
  (path) =>
    new Visit(new LivePage(app), path);

/** A visitor without script, who posts forms, in the test's own process. @param app as `createTestApp` makes it */
export const readingVisitor =
  (app: App): Visitor =>
  (path) =>
    new Visit(new ServedPage(app), path);

/**
 * A visitor with a browser, with script or without.
 *
 * @param page a page of Playwright
 * @param origin of the app, which runs: `http://localhost:3000`
 */
export const browserVisitor =
  (page: VisitedPage, origin: string, { patience = 3000 }: BrowserVisitorOptions = {}): Visitor =>
  (path) =>
    new Visit(new BrowserPage(page, origin, patience), path);
