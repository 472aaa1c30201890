import { type Browser, chromium } from 'playwright';

import { findBrowser } from '../../test/find-browser.js';
import { astroName } from './astro/packages.js';
import { type PageBytes, weighPage } from './page-bytes.js';
import { loadPage, type PageLoad } from './page-load.js';
import { type Line, median } from './report.js';
import { Site } from './sites.js';

/** A page that both sites have, and the number of its islands that hydrate by themselves. */
interface IslandPage {
  name: 'one' | 'load' | 'mixed';
  what: string;
  islands: number;
}

const one: IslandPage = { name: 'one', what: '1 island, in an app with 5 strategies', islands: 1 };
const load: IslandPage = { name: 'load', what: '50 load islands', islands: 50 };
const mixed: IslandPage = { name: 'mixed', what: '50 islands of 5 strategies', islands: 25 };

const rounds = 7;

/** Bytes, hydration and memory of pages of islands, compared with the same pages by Astro's runtime. */
export async function measureIslands(): Promise<Line[]> {
  const skerry = await Site.skerry();
  const astro = await Site.astro().catch(noPeer);
  const sites = astro ? [skerry, astro] : [skerry];
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? '',
    args: ['--no-sandbox'],
  });
  try {
    const lines: Line[] = [];
    for (const page of [one, load, mixed])
      lines.push(...byteLines(page, await weighAll(browser, sites, page)));
    for (const page of [load, mixed])
      for (const slowdown of [1, 4])
        lines.push(...timeLines(page, slowdown, await loadAll(browser, sites, page, slowdown)));
    return lines.map((line) => ({ ...line, note: astro ? assembled : recorded }));
  } finally {
    await browser.close();
    for (const site of sites) site.stop();
  }
}

const assembled =
  `${astroName} builds on Node 22.12 or later only: the benchmark puts its pages together from the files that it publishes. ` +
  'Except for their uids, they equal the output of its build byte for byte. Both are sent by the same server code.';

const recorded = `${astroName} could not be fetched: its bytes are recorded, its times are missing.`;

function noPeer(reason: Error): undefined {
  console.error(`Islands are measured without their peer: ${reason.message}`);
}

const weighAll = (
  browser: Browser,
  sites: readonly Site[],
  { name, islands }: IslandPage,
): Promise<PageBytes[]> =>
  Promise.all(sites.map(({ base }) => weighPage(browser, { url: base + name, islands })));

/** Medians of each site, loaded in turn so that a drift of the machine affects both. */
async function loadAll(
  browser: Browser,
  sites: readonly Site[],
  { name, islands }: IslandPage,
  slowdown: number,
): Promise<PageLoad[]> {
  const loads = sites.map((): PageLoad[] => []);
  const order = [...sites.keys()];
  for (let round = 0; round < rounds; round++)
    for (const i of round % 2 ? order.toReversed() : order)
      loads[i]?.push(
        await loadPage(browser, { url: (sites[i] as Site).base + name, islands, slowdown }),
      );
  return loads.map(medians);
}

const medians = (loads: readonly PageLoad[]): PageLoad => ({
  ready: median(loads.map(({ ready }) => ready)),
  busy: median(loads.map(({ busy }) => busy)),
  script: median(loads.map(({ script }) => script)),
  longest: median(loads.map(({ longest }) => longest)),
  heap: median(loads.map(({ heap }) => heap)),
});

/** The bytes of Astro's pages at the last measurement. */
const astroBytes: Record<IslandPage['name'], PageBytes> = {
  one: { script: 9487, html: 5259, htmlGzip: 2206, all: 9859 },
  load: { script: 9487, html: 27_910, htmlGzip: 3483, all: 11_136 },
  mixed: { script: 9751, html: 25_413, htmlGzip: 3675, all: 11_328 },
};

function byteLines(
  { name, what }: IslandPage,
  [ours, theirs = astroBytes[name]]: readonly PageBytes[],
): Line[] {
  if (!ours) return [];
  const script = compared(`${what}: script, gzip`, ours.script, theirs.script, bytes);
  if (name === 'one') return [script];
  const pair = ({ html, htmlGzip }: PageBytes) => `${bytes(html)}, gzip ${bytes(htmlGzip)}`;
  return [
    script,
    {
      what: `${what}: HTML`,
      measured: pair(ours),
      peer: `${astroName} ${pair(theirs)}`,
      ratio: theirs.htmlGzip / ours.htmlGzip,
    },
    compared(`${what}: all that is sent, gzip`, ours.all, theirs.all, bytes),
  ];
}

function timeLines(
  { what }: IslandPage,
  slowdown: number,
  [ours, theirs]: readonly PageLoad[],
): Line[] {
  if (!ours) return [];
  const on = slowdown === 1 ? what : `${what}, CPU ${slowdown} times slower`;
  const lines = [
    compared(`${on}: load islands hydrated after`, ours.ready, theirs?.ready, millis),
    compared(`${on}: main thread, CPU time`, ours.busy, theirs?.busy, millis),
    compared(`${on}: script, CPU time`, ours.script, theirs?.script, millis),
    compared(`${on}: most script in one task`, ours.longest, theirs?.longest, millis),
  ];
  if (slowdown === 1) lines.push(compared(`${on}: heap`, ours.heap, theirs?.heap, kilobytes));
  return lines;
}

function compared(
  what: string,
  ours: number,
  theirs: number | undefined,
  text: (value: number) => string,
): Line {
  const measured = text(ours);
  if (theirs === undefined) return { what, measured };
  return { what, measured, peer: `${astroName} ${text(theirs)}`, ratio: theirs / ours };
}

const bytes = (value: number): string => `${value.toLocaleString('en')} B`;
const millis = (value: number): string => `${value.toFixed(1)} ms`;
const kilobytes = (value: number): string => `${Math.round(value / 1024)} KB`;
