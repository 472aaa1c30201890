import { join } from 'node:path';
import type { Plugin } from 'vite';

import { FileError } from '../app-files/exports.js';

/** Refuses `vite preview`, which would serve the files of a build without the app. */
export function noPreview(): Plugin {
  return {
    name: 'skerry:no-preview',
    configurePreviewServer({ config }) {
      const entry = join(config.environments.ssr?.build.outDir ?? '', 'index.js');
      throw new FileError(
        '`vite preview` serves only files, and the app has a server.',
        `Run \`SKERRY_SECRET=… node ${entry}\`, with 32 bytes or more for the secret; PORT and HOST say where it listens.`,
      );
    },
  };
}
