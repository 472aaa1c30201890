// Packs each package as `npm publish` would send it, and checks what a stranger gets. Part of `npm run check`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));

/** @returns {Promise<string[]>} the faults of a package */
async function faultsOf(/** @type {Buffer} */ tarball) {
  const bytes = new Uint8Array(tarball).buffer;
  const unpacked = createPackageFromTarballData(new Uint8Array(bytes));
  const root = `/node_modules/${unpacked.packageName}`;
  const manifest = JSON.parse(unpacked.readFile(`${root}/package.json`));
  const faults = [
    ...faultsOfFiles(unpacked, root),
    ...(await faultsOfTypes(unpacked, manifest)),
    ...(await publint({ pack: { tarball: bytes }, strict: true })).messages.map(
      (message) => formatMessage(message, manifest, { color: false }) ?? message.code,
    ),
  ];
  return faults.map((fault) => `${unpacked.packageName}: ${fault}`);
}

/** Checks the files of a package: none that must not be there, all that must. */
function faultsOfFiles(unpacked, root) {
  const files = unpacked.listFiles();
  const faults = ['README.md', 'LICENSE']
    .filter((name) => !unpacked.fileExists(`${root}/${name}`))
    .map((name) => `${name} is missing`);
  const ownPaths = [resolve('.'), homedir()];
  for (const file of files) {
    const name = file.slice(root.length + 1);
    const text = unpacked.readFile(file);
    if (/\.test(?:-d)?\.|(?:^|\/)tests?\/|\.tsbuildinfo$/.test(name))
      faults.push(`${name} is in it`);
    if (ownPaths.some((path) => path !== '/' && text.includes(`${path}/`)))
      faults.push(`${name} holds a path of this machine`);
    if (name === 'package.json' && /"(?:workspace|catalog|link|file):/.test(text))
      faults.push('its package.json names packages of the workspace');
    if (/^dist\/.*(?<!\.d)\.js$/.test(name)) {
      for (const part of [`${file}.map`, file.replace(/js$/, 'd.ts')])
        if (!files.includes(part)) faults.push(`${name} has no ${posix.basename(part)}`);
    }
    if (name.endsWith('.map'))
      for (const source of JSON.parse(text).sources)
        if (!files.includes(posix.join(posix.dirname(file), source)))
          faults.push(
            `${name} names ${source}, which is not in it: if dist is of an older build, remove it and build again`,
          );
  }
  return faults;
}

/** Packages are modules, so how CommonJS of old resolves them does not count; nor do sources that Vite compiles. */
async function faultsOfTypes(unpacked, { exports = {} }) {
  const sources = Object.keys(exports).filter((name) => typeof exports[name] === 'string');
  if (Object.keys(exports).length === 0) return [];
  const result = await checkPackage(unpacked, { excludeEntrypoints: sources });
  if (!result.types) return ['it has no types'];
  return result.problems
    .filter(({ resolutionKind }) => !/^node10$|-cjs$/.test(resolutionKind ?? ''))
    .map((problem) => JSON.stringify(problem));
}

const folder = mkdtempSync(join(tmpdir(), 'skerry-packages-'));
try {
  const pack = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder];
  execFileSync('npx', ['-y', packageManager, ...pack], { stdio: ['ignore', 'ignore', 'inherit'] });
  const tarballs = readdirSync(folder);
  const faults = await Promise.all(
    tarballs.map((name) => faultsOf(readFileSync(join(folder, name)))),
  );
  for (const fault of faults.flat()) console.error(fault);
  if (tarballs.length === 0 || faults.flat().length > 0) process.exitCode = 1;
  else console.log(`${tarballs.length} packages are as a stranger needs them.`);
} finally {
  rmSync(folder, { recursive: true });
}
