import type { Plugin } from 'vite';

import { buildName } from './build/name.js';
import { preload } from './build/preload.js';
import { styleEntries } from './build/style-entries.js';
import { appConfig } from './config.js';
import { devServer } from './dev/server.js';
import { jsx } from './jsx.js';
import { virtualModules } from './virtual.js';

/** Everything that Vite needs to serve and build an app: `plugins: [skerry()]`. */
export const skerry = (): Plugin[] => [
  appConfig(),
  virtualModules(),
  jsx(),
  devServer(),
  preload(),
  styleEntries(),
  buildName(),
];
