import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A published package; only its own files are fetched, without its two hundred dependencies. */
interface Published {
  name: string;
  version: string;
  integrity: string;
}

const astro: Published = {
  name: 'astro',
  version: '7.3.5',
  integrity:
    'sha512-1p/ernaq/RuESbM5NMjWzbO6SiebMGrGcYlGjMfBhzzgM+n/X7AUmVyw8BqW2QYCdivpsHwJBcD1fqmlTZjZHg==',
};

const astroPreact: Published = {
  name: '@astrojs/preact',
  version: '6.0.5',
  integrity:
    'sha512-ONNVrPUM3PxEGJ0Z1MseRRXn0MCirTxEzH84ZUphD8WoR2WOvgHAf4C/0RVc4dmJigytHG3UFg+hsZd/oFz03w==',
};

/** The folders of Astro's packages. */
export interface AstroPackages {
  astro: string;
  preact: string;
}

/** The measured peer, with its version. */
export const astroName = `Astro ${astro.version}`;

/**
 * Fetches the packages whose runtime is measured, once.
 *
 * @throws Error if the registry cannot be reached, or sends something else
 */
export const fetchAstro = (): AstroPackages => ({
  astro: fetchPackage(astro),
  preact: fetchPackage(astroPreact),
});

// Below `node_modules`, so that their imports of Preact find the measured copy.
const cache = fileURLToPath(new URL('../node_modules/.cache/peers/', import.meta.url));

function fetchPackage({ name, version, integrity }: Published): string {
  const label = `${name.replace('@', '').replace('/', '-')}-${version}`;
  const folder = join(cache, label);
  if (existsSync(folder)) return folder;
  const unpacked = `${folder}.part`;
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', unpacked], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 30_000,
  });
  const archive = join(unpacked, `${label}.tgz`);
  const actual = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (actual !== integrity)
    throw new Error(`The archive of ${name}@${version} is ${actual}, not ${integrity}.`);
  execFileSync('tar', ['-xzf', archive, '-C', unpacked, '--strip-components', '1']);
  rmSync(archive);
  renameSync(unpacked, folder);
  return folder;
}
