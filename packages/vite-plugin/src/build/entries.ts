import type { Plugin } from 'vite';

import { islandModule, islandsModule } from '../islands/registry.js';
import { loadsEverywhere, virtual } from '../modules/modules.js';
import type { AppParts, WholeApp } from '../plugin-parts/app-parts.js';
import { findReachable, type Reachable } from './reachable.js';
import { resolveIn } from '../modules/resolve-import.js';

/** Adds everything that pages reach to the browser's build: style sheets and islands. */
export function browserEntries(appParts: AppParts): Plugin {
  let files: WholeApp;
  let reached: Reachable[];
  let islands: Map<string, string>;
  return {
    name: 'skerry:entries',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async buildStart() {
      files = await appParts.wholeApp(resolveIn(this));
      const pages = [...files.routes.values(), ...files.pages.values()];
      reached = [...(await findReachable(pages, resolveIn(this), appParts)).values()];
      const parts = reached.flatMap(({ parts }) => parts);
      islands = new Map(
        parts.flatMap((part) => ('island' in part ? [[part.island, part.file]] : [])),
      );
      for (const id of new Set(parts.flatMap((part) => ('style' in part ? part.style : []))))
        this.emitFile({ type: 'chunk', id });
      if (loadsEverywhere(files.parts))
        this.emitFile({ type: 'chunk', id: virtual.everyPage, name: 'every-page' });
      if (islands.size > 0) this.emitFile({ type: 'chunk', id: virtual.islands, name: 'islands' });
    },
    load: {
      filter: { id: /^\0virtual:skerry\/island/ },
      handler(id) {
        if (id === `\0${virtual.islands}`) {
          const directives = new Set(reached.flatMap(({ directives }) => [...directives]));
          const signals = reached.some(({ signals }) => signals);
          return islandsModule(files, [...islands.keys()], directives, signals);
        }
        const file = islands.get(id.slice(`\0${virtual.island}`.length, -'.js'.length));
        return file && islandModule(file);
      },
    },
  };
}
