import type { VisitDriver } from './driver.js';

/** Finds elements of a page, as Playwright's locators do. */
interface Locator {
  fill(value: string): Promise<void>;
  setChecked(isChecked: boolean): Promise<void>;
  selectOption(options: { label: string }[]): Promise<unknown>;
  click(): Promise<void>;
  or(other: this): this;
  first(): this;
  innerText(): Promise<string>;
}

/** The part of a Playwright page that a visit uses. */
export interface VisitedPage {
  goto(url: string): Promise<unknown>;
  url(): string;
  getByLabel(text: string, options: { exact: boolean }): Locator;
  getByRole(role: 'button' | 'link', options: { name: string; exact: boolean }): Locator;
  locator(selector: string): Locator;
  waitForFunction(test: () => boolean): Promise<unknown>;
  waitForTimeout(time: number): Promise<void>;
}

/** A page in a browser. */
export class BrowserPage implements VisitDriver {
  readonly #page: VisitedPage;
  readonly #origin: string;

  /** @param page a page of Playwright, with script or without */
  constructor(
    page: VisitedPage,
    origin: string,
    readonly patience: number,
  ) {
    this.#page = page;
    this.#origin = origin;
  }

  async openPage(path: string): Promise<void> {
    const base = this.#page.url().startsWith(this.#origin) ? this.#page.url() : this.#origin;
    await this.#page.goto(String(new URL(path, base)));
  }

  fillField(label: string, value: string): Promise<void> {
    return this.#field(label).fill(value);
  }

  checkField(label: string, isChecked: boolean): Promise<void> {
    return this.#field(label).setChecked(isChecked);
  }

  async chooseOptions(label: string, names: readonly string[]): Promise<void> {
    await this.#field(label).selectOption(names.map((name) => ({ label: name })));
  }

  pressControl(name: string): Promise<void> {
    const options = { name, exact: true };
    return this.#page
      .getByRole('button', options)
      .or(this.#page.getByRole('link', options))
      .first()
      .click();
  }

  async shownText(): Promise<string> {
    return (await this.#page.locator('body').innerText()).replaceAll(/\s+/g, ' ').trim();
  }

  waitForChange(): Promise<void> {
    return this.#page.waitForTimeout(20);
  }

  async leavePage(): Promise<void> {
    await this.#page.goto('about:blank');
  }

  #field(label: string): Locator {
    return this.#page.getByLabel(label, { exact: true }).first();
  }
}
