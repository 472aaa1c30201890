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
/** The development servers take turns, so that a drift of the machine affects all. */
const rounds = 3;
/** Edits of each kind in a round. */
const edits = 5;
const warmUps = 2;
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
    for (const app of apps)
      measured.push({ app, folder: await install(outside, app), times: new Map() });
    for (let round = 0; round < rounds; round++)
      for (const each of measured) await measureRound(browser, node, each);
    const [ours, ...peers] = measured as [Measured, ...Measured[]];
    return (Object.keys(kinds) as Kind[]).flatMap((kind) => linesOf(kind, ours, peers));
  } finally {
    await browser.close();
    outside.remove();
  }
}

interface Measured {
  readonly app: EditedApp;
  readonly folder: string;
  readonly times: Map<Kind, Shown[]>;
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

async function measureRound(
  browser: Browser,
  node: string,
  { app: { server, edited }, folder, times }: Measured,
): Promise<void> {
  const [script, ...options] = server;
  const command = [join(folder, script), ...options, String(await freePort())];
  const env = { NODE_ENV: 'development', ASTRO_TELEMETRY_DISABLED: '1' };
  const running = await startProgram(command, env, { node, cwd: folder });
  const page = await browser.newPage();
  try {
    const open = await EditedPage.open(page, running.origin);
    for (const [kind, file] of Object.entries(edited) as [Kind, string][]) {
      const shown = await open.measure(kind, join(folder, file), warmUps, edits);
      times.set(kind, [...(times.get(kind) ?? []), ...shown]);
    }
  } finally {
    await page.close();
    await running.stop();
  }
}

const note = [
  `All on Node ${version}, ${cpus().length} cores. ${rounds * edits} edits of each.`,
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
  const beside = peers.flatMap(({ app, times }) => {
    const others = times.get(kind);
    if (!others) return [];
    return { ...line, peer: `${app.title}: ${textOf(others)}`, ratio: medianOf(others) / time };
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
