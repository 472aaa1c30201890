import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

import { filesBelow } from './files-below.js';

/** The apps that tests start as they would be deployed, each with the folder of its package. */
const apps = {
  playground: 'playground',
  'test/app': 'test/app',
  'test/app/smallest': 'test/app',
  'test/app/edge': 'test/app',
  'test/app/analytics': 'test/app',
};
type App = keyof typeof apps;

const stamps = 'node_modules/.cache/test-apps';

/** Runs once before the tests of built apps. */
export default async (): Promise<void> => {
  await Promise.all((Object.keys(apps) as App[]).map(buildApp));
};

/** Builds an app, unless its sources and its output are the same as at the last build. */
export async function buildApp(app: App): Promise<void> {
  const stamp = `${stamps}/${app.replaceAll('/', '-')}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(app)) return;
  const command = ['node_modules/vite/bin/vite.js', 'build', app, '--logLevel', 'warn'];
  const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env });
  process.stderr.write(stdout + stderr);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, fingerprint(app));
}

/** A hash of everything that makes a build of an app, and of the build itself. */
function fingerprint(app: App): string {
  const files = [
    'pnpm-lock.yaml',
    ...filesBelow('packages', /\/(?:node_modules|src|test|dist\/apps)$/),
    ...filesBelow(apps[app], /\/(?:node_modules|dist)$/),
    ...filesBelow(`${app}/dist`, /\/node_modules$/),
  ];
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}
