import { startDevelopment } from '../../test/apps.js';
import { launchBrowser } from '../../test/browser.js';
import { installers, Outside, run, viteOf } from '../../test/outside/outside.js';
import type { Line } from './report.js';

const budget = 60;

/** The time from `npm create skerry` to a page that counts in a browser, with warm caches: made, installed, served, clicked. */
export async function measureFirstPage(): Promise<Line[]> {
  const outside = await Outside.open();
  const browser = await launchBrowser();
  try {
    await run(await outside.create('warm'), installers.npm);
    const page = await browser.newPage();
    const seconds = stopwatch();
    const app = await outside.create('app');
    const made = seconds();
    await run(app, installers.npm);
    const installed = seconds();
    const running = await startDevelopment(app, viteOf(app));
    await page.goto(running.origin);
    await page.click('button:text-is("+")');
    await page.waitForSelector('output:text-is("4")');
    const counted = seconds();
    await running.stop();
    return [
      {
        what: 'from `npm create skerry` to a page that counts',
        measured: `${counted.toFixed(1)} s: made ${made.toFixed(1)}, installed ${(installed - made).toFixed(1)}, counted ${(counted - installed).toFixed(1)}`,
        budget: `≤ ${budget} s`,
        met: counted <= budget,
      },
    ];
  } finally {
    await browser.close();
    outside.remove();
  }
}

/** Returns the seconds since it was made. */
function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
