import { inject, vi } from 'vitest';

import { patience } from '../patience.js';
import { browsers } from './browsers.js';
import type { Driver } from './driver.js';

/** A page in the browser that this run is for, and the hands of a visitor. */
export class BrowserPage {
  private constructor(readonly driver: Driver) {}

  /** Starts the browser. */
  static async start(): Promise<BrowserPage> {
    return new BrowserPage(await browsers[inject('browser')].start());
  }

  open(url: string): Promise<void> {
    return this.driver.open(url);
  }

  /** Runs a function in the page: it sees nothing of the test but its arguments. */
  evaluate<A extends unknown[], T>(run: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
    return this.driver.call(String(run), args) as Promise<Awaited<T>>;
  }

  /** Waits until a function returns something true in the page. */
  waitFor<A extends unknown[]>(run: (...args: A) => unknown, ...args: A): Promise<void> {
    return vi.waitFor(
      async () => {
        // A page that is just going away cannot answer, and is asked again.
        if (!(await this.driver.call(`(...args) => Boolean((${run})(...args))`, args)))
          throw new Error(`Waits for ${run} (${args}).`);
      },
      { timeout: patience, interval: 20 },
    );
  }

  /** Moves the pointer over the first element of a selector, once it is on the page. */
  async hover(selector: string): Promise<void> {
    await this.driver.move(...(await this.#middleOf(selector)));
  }

  /** Clicks an element, once or so many times. @param nth the number of those that the selector finds before it */
  async click(selector: string, times = 1, nth = 0): Promise<void> {
    await this.driver.click(...(await this.#middleOf(selector, nth)), times);
  }

  /** Types a text where the focus is. */
  type(text: string): Promise<void> {
    return this.driver.press([...text]);
  }

  /** Presses keys by their names. */
  press(...keys: string[]): Promise<void> {
    return this.driver.press(keys);
  }

  /** Waits until an element shows a text somewhere in it. */
  shows(selector: string, text: string): Promise<void> {
    return this.waitFor(
      (each, words) =>
        [...document.querySelectorAll(each)].some(({ textContent }) => textContent.includes(words)),
      selector,
      text,
    );
  }

  /** Waits until every region is joined, and nothing is on its way. */
  live(): Promise<void> {
    return this.waitFor(() => {
      const hosts = [...document.querySelectorAll<HTMLElement>('skerry-live')];
      return (
        hosts.length > 0 &&
        hosts.every((host) => host.dataset.state === 'live') &&
        !document.querySelector('[aria-busy]')
      );
    });
  }

  close(): Promise<void> {
    return this.driver.close();
  }

  async #middleOf(selector: string, nth = 0): Promise<[x: number, y: number]> {
    await this.waitFor((each, at) => document.querySelectorAll(each)[at], selector, nth);
    return this.evaluate(
      (each, at) => {
        const element = document.querySelectorAll(each)[at]!;
        element.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      },
      selector,
      nth,
    );
  }
}
