import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';

import type { Browser } from 'playwright';

import { startProgram } from '../../test/apps.js';
import { launchBrowser } from '../../test/browser.js';
import { freePort } from '../../test/free-port.js';
import { fetchNodes } from '../../test/outside/fetch-nodes.js';
import { editManifest, installers, Outside, run } from '../../test/outside/outside.js';
import { apps, type EditedApp, type Kind, kinds } from './edits/apps.js';
import { EditedPage, type Shown } from './edits/edit-page.js';
import { type Line, median, percentile } from './report.js';

const budget = 100;
const warmUps = 3;
const edits = 15;
/** A Node that all of them run on. */
const version = '24.9.0';

/**
 * The time from a save to the frame that shows it, beside frameworks of the same kind: each on its own development server, one after the
 * other, outside of the workspace.
 *
 * @throws Error if their packages cannot be fetched
 */
export async function measureEdits(): Promise<Line[]> {
  const node = (await fetchNodes()).get(version)!;
  const outside = await Outside.open();
  const browser = await launchBrowser();
  try {
    const measured: Measured[] = [];
    for (const app of apps) {
      const folder = await install(outside, app);
      measured.push({ title: app.title, times: await measureApp(browser, node, folder, app) });
    }
    const [ours, ...peers] = measured as [Measured, ...Measured[]];
    return (Object.keys(kinds) as Kind[]).flatMap((kind) => linesOf(kind, ours, peers));
  } finally {
    await browser.close();
    outside.remove();
  }
}

interface Measured {
  readonly title: string;
  readonly times: ReadonlyMap<Kind, readonly Shown[]>;
}

/** Makes an app with its packages; returns its folder. */
async function install(
  outside: Outside,
  { title, template, packages, files }: EditedApp,
): Promise<string> {
  const name = title.toLowerCase().replace(/ .*/, '');
  const folder = template
    ? await outside.create(name, '--template', template)
    : join(outside.folder, name);
  if (!template) write(folder, 'package.json', manifest);
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  editManifest(folder, ({ dependencies }) => void Object.assign(dependencies, packages));
  await run(folder, [...installers.npm, '--ignore-scripts']);
  return folder;
}

const manifest = JSON.stringify({
  private: true,
  type: 'module',
  dependencies: {},
  devDependencies: {},
});

function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function measureApp(
  browser: Browser,
  node: string,
  folder: string,
  { server: [script, ...options], edited }: EditedApp,
): Promise<Map<Kind, Shown[]>> {
  const command = [join(folder, script), ...options, String(await freePort())];
  const env = { NODE_ENV: 'development', ASTRO_TELEMETRY_DISABLED: '1' };
  const server = await startProgram(command, env, { node, cwd: folder });
  const page = await browser.newPage();
  try {
    const open = await EditedPage.open(page, server.origin);
    const times = new Map<Kind, Shown[]>();
    for (const [kind, file] of Object.entries(edited) as [Kind, string][])
      times.set(kind, await open.measure(kind, join(folder, file), warmUps, edits));
    return times;
  } finally {
    await page.close();
    await server.stop();
  }
}

const note = [
  `All on Node ${version}, ${cpus().length} cores. Medians of ${edits} edits after ${warmUps} others.`,
  ...apps.map(({ title, packages }) => {
    const versions = Object.entries(packages).map((each) => each.join(' '));
    return `${title}: ${versions.join(', ')}`;
  }),
].join('\n');

/** The lines of a kind: one for each peer that has it, or one alone. */
function linesOf(kind: Kind, ours: Measured, peers: readonly Measured[]): Line[] {
  const shown = ours.times.get(kind)!;
  const time = medianOf(shown);
  const line = {
    what: `an edit of ${kinds[kind].what} shows after`,
    measured: textOf(shown),
    budget: `< ${budget} ms`,
    met: time < budget,
    note,
  };
  const beside = peers.flatMap(({ title, times }) => {
    const others = times.get(kind);
    if (!others) return [];
    return { ...line, peer: `${title}: ${textOf(others)}`, ratio: medianOf(others) / time };
  });
  return beside.length > 0 ? beside : [line];
}

const medianOf = (shown: readonly Shown[]): number => median(shown.map(({ millis }) => millis));

function textOf(shown: readonly Shown[]): string {
  const times = shown.map(({ millis }) => millis);
  const many = (wanted: (each: Shown) => boolean, text: string): string[] => {
    const count = shown.filter(wanted).length;
    return count === 0
      ? []
      : [count === shown.length ? text : `${text} ${count} of ${shown.length}`];
  };
  return [
    `${median(times)} ms, p90 ${percentile(times, 0.9)}`,
    ...many(({ reloaded }) => reloaded, 'reloads'),
    ...many(({ kept }) => !kept, 'state lost'),
  ].join(', ');
}
