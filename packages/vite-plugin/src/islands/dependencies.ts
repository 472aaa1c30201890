import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Found later than the first page, each of them would load that page again. */
const runtimes = [
  'preact',
  'preact/hooks',
  'preact/jsx-runtime',
  'preact/jsx-dev-runtime',
  '@preact/signals',
  'react',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom/client',
];

/** What the development server bundles once for the islands of an app: of the frameworks, those that it has. */
export const islandDependencies = (root: string): string[] => [
  ...runtimes.filter((name) => isInstalled(root, name)),
  '@skerry/vite-plugin > @skerry/islands > devalue',
];

/** Whether an app has signals, which islands may then share. */
export const hasSignals = (root: string): boolean => isInstalled(root, '@preact/signals');

function isInstalled(root: string, name: string): boolean {
  try {
    return Boolean(createRequire(join(root, 'package.json')).resolve(name));
  } catch {
    return false;
  }
}
