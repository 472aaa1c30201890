import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

import { buildMark } from '../modules/modules.js';

/** Names the build after the server's code: the same sources make the same name on every machine. */
export function buildName(): Plugin {
  return {
    name: 'skerry:build-name',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const name = hashOf(chunks);
      for (const chunk of chunks) chunk.code = chunk.code.replace(buildMark, name);
    },
  };
}

function hashOf(chunks: readonly Rolldown.OutputChunk[]): string {
  const hash = createHash('sha256');
  for (const { fileName, code } of chunks.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1)))
    hash.update(fileName).update(code);
  // As long as the mark, so that source maps stay true.
  return hash.digest('hex').slice(0, buildMark.length);
}
