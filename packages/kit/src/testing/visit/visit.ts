import type { App } from '../../app/app.js';
import { LiveTestError } from '../dom.js';
import { BrowserPage, type VisitedPage } from './browser-page.js';
import type { VisitDriver } from './driver.js';
import { LivePage } from './live-page.js';
import { ServedPage } from './served-page.js';
import { holdsText, readable } from './shown-text.js';
import type { Which } from './which.js';

/** The options of a visitor with a browser. */
export interface BrowserVisitorOptions {
  /** Milliseconds that a step waits for what it names: 3,000, if nothing else is said, so that a step fails before its test. */
  patience?: number;
}

/**
 * The steps of a visitor, one after the other; `await` runs them. Fields are named by their labels, buttons and links by their text. If
 * several have the name, the step says which, or fails.
 */
export class Visit implements PromiseLike<void> {
  readonly #driver: VisitDriver;
  #steps: Promise<void>;

  constructor(driver: VisitDriver, path: string) {
    this.#driver = driver;
    this.#steps = driver.openPage(path);
  }

  /** Fills a field with a text. */
  fill(label: string, value: string, which?: Which): this {
    return this.#then(() => this.#driver.fillField({ ...which, name: label }, value));
  }

  /** Ticks a box, or picks a radio button. */
  check(label: string, which?: Which): this {
    return this.#then(() => this.#driver.checkField({ ...which, name: label }, true));
  }

  /** Unticks a box. */
  uncheck(label: string, which?: Which): this {
    return this.#then(() => this.#driver.checkField({ ...which, name: label }, false));
  }

  /** Chooses an option of a select by its text, or several. */
  choose(label: string, options: string | readonly string[], which?: Which): this {
    const names = [options].flat();
    return this.#then(() => this.#driver.chooseOptions({ ...which, name: label }, names));
  }

  /** Presses a button, or follows a link. A question of `lv-confirm` is answered yes, and a word that it wants is typed. */
  click(name: string, which?: Which): this {
    return this.#then(() => this.#driver.pressControl({ ...which, name }));
  }

  /** Presses a button, and answers no to the question of its `lv-confirm`. @throws LiveTestError if it asks nothing */
  decline(name: string, which?: Which): this {
    return this.#then(() => this.#driver.declineControl({ ...which, name }));
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
    const [, , , ...callers] = new Error().stack?.split('\n') ?? [];
    this.#steps = this.#steps.then(async () => {
      try {
        await this.#driver.catchUp?.();
        await step();
      } catch (failure) {
        throw await this.#explain(failure, callers);
      }
    });
    return this;
  }

  /**
   * A failure leads to its step in the test, and one that may be so because the page is not the wanted one says which it is.
   *
   * @param callers the lines of the stack from the test on
   */
  async #explain(failure: unknown, callers: readonly string[]): Promise<unknown> {
    if (!(failure instanceof LiveTestError)) return failure;
    if (failure.code === undefined) {
      const { path, status, base } = await this.#driver.lastAnswer();
      const where = base === undefined ? '' : `, which is not under ${base}, where the app is`;
      if (status >= 400) failure.message += `\nThe status is ${status}, of ${path}${where}.`;
    }
    failure.stack = [`${failure.name}: ${failure.message}`, ...callers].join('\n');
    return failure;
  }

  async #expect(wanted: string, isThere: boolean): Promise<void> {
    const end = Date.now() + (this.#driver.patience ?? 0);
    for (;;) {
      const isLast = !this.#driver.waitForChange || Date.now() >= end;
      // What is not there may still come with an answer.
      const isSettled = isThere || isLast || (await this.#driver.isAtRest?.()) !== false;
      const shown = await this.#driver.shownText();
      const isAsWanted = holdsText(shown, wanted) === isThere;
      if (isAsWanted && isSettled) return;
      if (!isAsWanted && isLast)
        throw new LiveTestError(
          `${JSON.stringify(wanted)} is ${isThere ? 'not ' : ''}on the page, which shows: ${readable(shown)}`,
        );
      await this.#driver.waitForChange?.();
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
