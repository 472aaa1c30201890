import type { Browser, Page } from 'playwright';
import { expect } from 'vitest';

/** How often Tab is pressed on the way to an element. */
const longestWay = 120;

/** A visitor who has a keyboard and nothing else. After each key, something that can be seen has the focus. */
export class Keyboard {
  private constructor(readonly page: Page) {}

  static async visit(browser: Browser, url: string): Promise<Keyboard> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(url);
    const keyboard = new Keyboard(page);
    await keyboard.rest();
    return keyboard;
  }

  /** Presses keys one after the other, and looks after each where the focus is. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await this.rest();
      expect(await this.page.evaluate(faultOfFocus), `the focus after ${key}`).toBe('');
    }
  }

  /** Types a text where the focus is. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.rest();
  }

  /** Types a text in place of the one in the field. */
  async fill(text: string): Promise<void> {
    await this.press('Control+a');
    await this.type(text);
  }

  /** Goes on by Tab, or back, to what is called so: a role and a name, as in `button "Add one"`. */
  async to(wanted: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let i = 0; i < longestWay; i++) {
      await this.page.keyboard.press(key);
      if (await this.page.evaluate(isNowhere)) continue;
      expect(await this.page.evaluate(faultOfFocus), `the focus on the way to ${wanted}`).toBe('');
      if ((await this.at()) === wanted) return;
    }
    throw new Error(`${key} never comes to ${wanted}.`);
  }

  /** What has the focus, as a screen reader calls it. */
  async at(): Promise<string> {
    if (await this.page.evaluate(isNowhere)) return 'nothing';
    // The parts of a date have the focus, and not the field.
    const focused = this.page.locator(':focus, input:focus-within').first();
    const [line = ''] = (await focused.ariaSnapshot()).split('\n');
    return /^- '?([a-z]+(?: "(?:[^"\\]|\\.)*")?)/.exec(line)?.[1] ?? line;
  }

  /** Waits until an element shows a text. */
  shows(selector: string, text: string | RegExp): Promise<void> {
    const texts = () => this.page.locator(selector).allTextContents();
    return expect.poll(async () => (await texts()).join('\n')).toMatch(text);
  }

  /** Waits until every region is joined, nothing is on its way, and the browser has settled the focus. */
  async rest(): Promise<void> {
    await this.page.waitForLoadState();
    await this.page.waitForFunction(
      () =>
        !document.querySelector('[aria-busy=true]') &&
        [...document.querySelectorAll<HTMLElement>('skerry-live')].every(
          ({ dataset }) => dataset.state === 'live',
        ),
    );
    // Browsers take the focus from what is hidden or disabled as they render.
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  /** Ends the visit. */
  leave(): Promise<void> {
    return this.page.context().close();
  }
}

/** Runs in the page: returns true if nothing has the focus, as behind the last element of a page. */
const isNowhere = (): boolean => document.activeElement === document.body;

/** Runs in the page: says what is wrong with the focus. */
function faultOfFocus(): string {
  const element = document.activeElement!;
  if (element === document.body) return 'is nowhere';
  if (!element.checkVisibility()) return `is on something hidden: ${element.outerHTML}`;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  return isSeen ? '' : `is not seen on ${element.outerHTML}`;
}
