import { isInstalled } from '../modules/installed.js';

/** Packages to bundle early: found after the first page, each would reload that page. */
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

/** The packages that the development server bundles at once for islands: of the frameworks, the installed ones. */
export const islandDependencies = (root: string): string[] => [
  ...runtimes.filter((name) => isInstalled(root, name)),
  '@skerry/vite-plugin > @skerry/islands > devalue',
];

/** Tells whether an app has signals, which islands may then share. */
export const hasSignals = (root: string): boolean => isInstalled(root, '@preact/signals');
