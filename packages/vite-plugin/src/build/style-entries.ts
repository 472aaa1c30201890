import type { Plugin } from 'vite';

import { findAppFiles } from '../files.js';
import { findStyles, resolveIn } from './styles.js';

/** Makes the style sheets of server modules files of the browser's build. */
export function styleEntries(): Plugin {
  return {
    name: 'skerry:styles',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async buildStart() {
      const files = findAppFiles(this.environment.config.root);
      const styles = await findStyles(files.routes.values(), resolveIn(this));
      for (const id of new Set([...styles.values()].flat())) this.emitFile({ type: 'chunk', id });
    },
  };
}
