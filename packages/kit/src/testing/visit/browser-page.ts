import { fieldSelector } from '../accessible-name.js';
import { LiveTestError, parsePage } from '../dom.js';
import { Dialogs, type DialogSource } from './dialogs.js';
import type { PageAnswer, VisitDriver } from './driver.js';
import { controlSelector } from './find.js';
import { isBusy, leaveField, namesIn, shownHtml, statusesOf, wordsOf } from './in-page.js';
import { shownText } from './shown-text.js';
import { controlKind, decide, fieldKind, noQuestion, survey, type Target } from './which.js';

interface Waiting {
  timeout: number;
}

/** Finds elements of a page, as Playwright's locators do. */
interface Locator {
  fill(value: string, options: Waiting): Promise<void>;
  setChecked(isChecked: boolean, options: Waiting): Promise<void>;
  selectOption(options: { label: string }[], waiting: Waiting): Promise<unknown>;
  click(options: Waiting): Promise<void>;
  and(other: this): this;
  or(other: this): this;
  nth(index: number): this;
  filter(options: { visible: boolean }): this;
  evaluateAll<R>(
    work: (elements: unknown[], within: string | undefined) => R,
    within?: string,
  ): Promise<R>;
}

/** The part of a Playwright page that a visit uses. */
export interface VisitedPage extends DialogSource {
  goto(url: string): Promise<unknown>;
  url(): string;
  getByLabel(text: string, options: { exact: boolean }): Locator;
  getByRole(role: 'button' | 'link', options: { name: string; exact: boolean }): Locator;
  locator(selector: string): Locator;
  waitForTimeout(time: number): Promise<void>;
}

/** Milliseconds between two looks at a page. */
const pause = 20;

/** A page in a browser. */
export class BrowserPage implements VisitDriver {
  readonly #page: VisitedPage;
  readonly #origin: string;
  readonly #dialogs: Dialogs;

  /** @param page a page of Playwright, with script or without */
  constructor(
    page: VisitedPage,
    origin: string,
    readonly patience: number,
  ) {
    this.#page = page;
    this.#origin = origin;
    this.#dialogs = Dialogs.of(page);
  }

  async openPage(path: string): Promise<void> {
    const base = this.#page.url().startsWith(this.#origin) ? this.#page.url() : this.#origin;
    await this.#page.goto(String(new URL(path, base)));
  }

  async fillField(target: Target, value: string): Promise<void> {
    await (await this.#field(target)).fill(value, this.#waiting);
  }

  async checkField(target: Target, isChecked: boolean): Promise<void> {
    await (await this.#field(target)).setChecked(isChecked, this.#waiting);
  }

  async chooseOptions(target: Target, names: readonly string[]): Promise<void> {
    const labels = names.map((name) => ({ label: name }));
    await (await this.#field(target)).selectOption(labels, this.#waiting);
  }

  async pressControl(target: Target): Promise<void> {
    const control = await this.#control(target);
    [this.#dialogs.word = ''] = await control.evaluateAll(wordsOf);
    await control.click(this.#waiting);
  }

  async declineControl(target: Target): Promise<void> {
    const control = await this.#control(target);
    const { count } = this.#dialogs;
    this.#dialogs.areAccepted = false;
    try {
      await control.click(this.#waiting);
      // The code that asks may have to load.
      await this.#wait(async () => {
        if (this.#dialogs.count === count) throw noQuestion(target);
      });
    } finally {
      this.#dialogs.areAccepted = true;
    }
  }

  shownText(): Promise<string> {
    // The page may be on its way to another.
    return this.#wait(async () => {
      const [html] = await this.#page.locator('body').evaluateAll(shownHtml);
      return shownText(parsePage(html ?? ''), false);
    });
  }

  async isAtRest(): Promise<boolean> {
    const busy = this.#page.locator('html').evaluateAll(isBusy);
    // A page on its way to another cannot say.
    return !(await busy.catch(() => true));
  }

  waitForChange(): Promise<void> {
    return this.#page.waitForTimeout(pause);
  }

  async leavePage(): Promise<void> {
    await this.#page.goto('about:blank');
  }

  async lastAnswer(): Promise<PageAnswer> {
    const [status = 0] = await this.#page.locator('html').evaluateAll(statusesOf);
    const { pathname, search } = new URL(this.#page.url());
    return { path: pathname + search, status };
  }

  /** How long Playwright waits; it takes 0 for ever. */
  get #waiting(): Waiting {
    return { timeout: Math.max(1, this.patience) };
  }

  #field(target: Target): Promise<Locator> {
    const all = this.#page.locator(fieldSelector).filter({ visible: true });
    const named = all.and(this.#page.getByLabel(target.name, { exact: true }));
    return this.#find(target, named, all, fieldKind);
  }

  async #control(target: Target): Promise<Locator> {
    // What the change of a field brings could move the control as it is pressed.
    await this.#page.locator('html').evaluateAll(leaveField);
    const options = { name: target.name, exact: true };
    const links = this.#page.getByRole('link', options);
    const named = this.#page.getByRole('button', options).or(links);
    const all = this.#page.locator(controlSelector).filter({ visible: true });
    return this.#find(target, named, all, controlKind);
  }

  /** Waits until a target means one element, regions have started, and events are answered. */
  #find(target: Target, named: Locator, all: Locator, kind: typeof fieldKind): Promise<Locator> {
    return this.#wait(async (isLast) => {
      const candidates = await named.evaluateAll(survey, target.within);
      const known = candidates[0] ? [] : await all.evaluateAll(namesIn);
      const found = named.nth(decide(candidates, target, kind, known));
      if (!isLast && !(await this.isAtRest())) throw new LiveTestError('An event has no answer.');
      return found;
    });
  }

  /** Tries until it works, as long as patience lasts, and once more. */
  async #wait<T>(attempt: (isLast: boolean) => Promise<T>): Promise<T> {
    for (const end = Date.now() + this.patience; ;) {
      const isLast = Date.now() >= end;
      try {
        return await attempt(isLast);
      } catch (error) {
        if (isLast) throw error;
        await this.waitForChange();
      }
    }
  }
}
