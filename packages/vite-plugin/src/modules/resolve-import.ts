import type { Rolldown } from 'vite';

import { fileOf, frameworkOfCopy, isWrapper } from '../app-files/island-file.js';

/** Finds the module of an import; `undefined` where it is not one of the app. */
export type Resolve = (source: string, importer: string) => Promise<string | undefined>;

/** Resolves imports as the build does. */
export const resolveIn =
  (context: Rolldown.PluginContext): Resolve =>
  async (source, importer) => {
    const found = await context.resolve(source, importer);
    return found && !found.external ? withoutWrapper(found.id) : undefined;
  };

/** An island for server code, and the copy of a component for islands, are other modules with the same file. */
const withoutWrapper = (id: string): string =>
  isWrapper(id) || frameworkOfCopy(id) ? fileOf(id) : id;
