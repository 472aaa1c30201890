import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Page } from 'playwright';

import { type Kind, kinds } from './apps.js';

/** What an edit did. */
export interface Shown {
  /** Milliseconds from the write to the frame that shows it. */
  readonly millis: number;
  readonly reloaded: boolean;
  /** True if the counters of the page went on. */
  readonly kept: boolean;
}

/** How long an edit may take. */
const patience = 30_000;
/** Milliseconds between two edits: watchers are deaf for a moment after a change. */
const pause = 400;

/** An open page of an app that is edited, which tells when it shows an edit. */
export class EditedPage {
  readonly #page: Page;
  readonly #origin: string;
  #loads = 0;
  #edits = 0;
  #awaited: { kind: Kind; value: string; seen(at: number): void } | undefined;

  private constructor(page: Page, origin: string) {
    this.#page = page;
    this.#origin = origin;
  }

  static async open(page: Page, origin: string): Promise<EditedPage> {
    const edited = new EditedPage(page, origin);
    await page.exposeFunction('report', (kind: Kind, value: string, at: number) => {
      const awaited = edited.#awaited;
      if (awaited?.kind === kind && awaited.value === value) awaited.seen(at);
    });
    await page.addInitScript(reportFrames);
    page.on('framenavigated', () => void edited.#loads++);
    return edited;
  }

  /** Edits a file several times; what each edit did. */
  async measure(kind: Kind, file: string, warmUps: number, count: number): Promise<Shown[]> {
    await this.#page.goto(this.#origin + kinds[kind].path);
    const all: Shown[] = [];
    for (let i = 0; i < warmUps + count; i++) all.push(await this.#edit(kind, file));
    return all.slice(warmUps);
  }

  async #edit(kind: Kind, file: string): Promise<Shown> {
    await this.#page.waitForFunction(startCounters, undefined, { polling: 100 });
    const before = await this.#counts();
    await sleep(pause);
    const edit = ++this.#edits;
    const isStyle = kind.startsWith('css');
    const value = isStyle ? `rgb(0, ${edit >> 8}, ${edit & 255})` : `${kind} ${edit}`;
    const code = readFileSync(file, 'utf8');
    const next = code.replace(isStyle ? /rgb\([\d, ]+\)/ : new RegExp(`${kind} \\d+`), value);
    this.#loads = 0;
    const shown = this.#shown(kind, value);
    const written = Date.now();
    writeFileSync(file, next);
    const millis = (await shown) - written;
    await sleep(pause);
    const kept = (await this.#counts()) === before;
    return { millis, reloaded: this.#loads > 0, kept };
  }

  /** The time at which the page shows a value. */
  #shown(kind: Kind, value: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The page never showed ${value}.`)),
        patience,
      );
      const seen = (at: number) => {
        clearTimeout(timer);
        resolve(at);
      };
      this.#awaited = { kind, value, seen };
    });
  }

  #counts(): Promise<string> {
    return this.#page.locator('.count').allInnerTexts().then(String);
  }
}

/** Runs in the page before its own scripts: reports each value with the time of the first frame that has it. */
function reportFrames(): void {
  const { report } = globalThis as unknown as {
    report(kind: string, value: string, at: number): void;
  };
  const last: Record<string, string> = {};
  const look = (): void => {
    for (const element of document.querySelectorAll<HTMLElement>('[data-edit]')) {
      const kind = element.dataset.edit!;
      const value = kind.startsWith('css')
        ? getComputedStyle(element).color
        : (element.textContent ?? '');
      if (last[kind] === value) continue;
      last[kind] = value;
      report(kind, value, Date.now());
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs in the page: clicks the counters that have not counted yet; true once all have. */
function startCounters(): boolean {
  const waiting = [...document.querySelectorAll<HTMLElement>('.count')].filter(
    ({ textContent }) => textContent === '0',
  );
  for (const counter of waiting) counter.click();
  return waiting.length === 0;
}
