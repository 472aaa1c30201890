import { chromium } from 'playwright';

import { findBrowser } from '../../test/find-browser.js';
import { type Line, median, micros } from './report.js';
import { Remote } from './remote.js';

/** Script time of a change of one of 1,000 rows in Chromium: the first time a row is touched, and later. */
export async function measureBrowser(): Promise<Line[]> {
  const remote = await Remote.start('skerry');
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? '',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.addInitScript(timeMessages);
    await page.goto(`http://127.0.0.1:${remote.port}/table`);
    await page.waitForSelector('skerry-live[data-state=live]');
    // The engine compiles code during the first calls, which is not part of a patch.
    await patch(page, 0, 300);
    const first = await patch(page, 300, 300);
    const again = await patch(page, 300, 300);
    await touch(page, 600, 200);
    const message = await touch(page, 800, 200);
    const whole = await page.evaluate(replaceAll);
    return [
      line('first touch', first, whole, 60),
      line('later', again, whole, 20),
      line('the whole message', message, whole),
    ];
  } finally {
    await browser.close();
    remote.stop();
  }
}

const line = (when: string, time: number, whole: number, budget?: number): Line => ({
  what: `patch 1 of 1,000 rows in Chromium, ${when}`,
  measured: micros(time),
  peer: `innerHTML of the table ${micros(whole)}`,
  ratio: whole / time,
  ...(budget === undefined ? {} : { budget: `≤ ${budget} µs`, met: time <= budget }),
});

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof chromium.launch>>['newPage']>>;

/** Patches rows one after the other; the mean time of a patch in microseconds, since the clock has steps of five. */
async function patch(page: Page, from: number, count: number): Promise<number> {
  const times = await page.evaluate(
    ([start, length]) =>
      (globalThis as unknown as { patchRows(a: number, b: number): number[] }).patchRows(
        start,
        length,
      ),
    [from, count] as const,
  );
  return times.reduce((sum, time) => sum + time, 0) / count;
}

/** Renames rows one after the other; the median of the times that their messages took, in microseconds. */
async function touch(page: Page, from: number, count: number): Promise<number> {
  const times = await page.evaluate(
    async ([start, length]) => {
      const host = document.querySelector('skerry-live') as HTMLElement;
      const button = host.querySelector('button') as HTMLButtonElement;
      const timed = globalThis as unknown as { messageTimes: number[] };
      timed.messageTimes = [];
      for (let id = start; id < start + length; id++) {
        const updated = new Promise((resolve) =>
          host.addEventListener('skerry:update', resolve, { once: true }),
        );
        button.setAttribute('lv-click', `rename ${id}`);
        button.click();
        await updated;
        await new Promise((resolve) => setTimeout(resolve));
      }
      return timed.messageTimes;
    },
    [from, count] as const,
  );
  return median(times);
}

/** Runs in the page before its own scripts: times what the client does with each message of its socket. */
function timeMessages(): void {
  const timed = globalThis as unknown as { messageTimes: number[] };
  timed.messageTimes = [];
  const onmessage = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage')!;
  const wrap = (listener: (event: Event) => void) => (event: Event) => {
    const started = performance.now();
    listener(event);
    timed.messageTimes.push((performance.now() - started) * 1000);
  };
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    ...onmessage,
    set(listener: (event: Event) => void) {
      onmessage.set!.call(this, wrap(listener));
    },
  });
  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (
    this: WebSocket,
    type: string,
    listener: never,
    options?: never,
  ) {
    listen.call(this, type, type === 'message' ? wrap(listener) : listener, options);
  };
}

/** Runs in the page: the cost of writing the whole table again, in microseconds. */
function replaceAll(): number {
  const table = document.querySelector('table') as HTMLElement;
  const html = table.innerHTML;
  const times: number[] = [];
  for (let i = 0; i < 9; i++) {
    const started = performance.now();
    table.innerHTML = html;
    times.push((performance.now() - started) * 1000);
  }
  return times.sort((a, b) => a - b)[4] as number;
}
