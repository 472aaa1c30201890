import type {
  checkIslands,
  checkRoute,
  checkServer,
  checkViews,
  createApp,
  createListener,
  guardProcess,
} from '@skerry/kit/server';
import type { MarkupInspector } from '@skerry/kit/markup';

import { isPluginList } from '../app-files/exports.js';
import type { LoadableFiles, Modules } from './load-modules.js';

/** One version of the app's module. kit comes with it, so that the app and its pages share one kit. */
export interface AppModule {
  files: LoadableFiles;
  kit: {
    checkIslands: typeof checkIslands;
    checkRoute: typeof checkRoute;
    checkServer: typeof checkServer;
    checkViews: typeof checkViews;
    createApp: typeof createApp;
    createListener: typeof createListener;
    guardProcess: typeof guardProcess;
    MarkupInspector: typeof MarkupInspector;
  };
}

export interface WatchedModule extends AppModule {
  /** Subscribes to every later version. */
  watch(watcher: { replaced(next: AppModule): void; failed(): void }): void;
}

/** Tells whether two versions of an app have the same options and lists of plugins: a start sets these up. */
export function hasSamePlugins(next: Modules, last: Modules): boolean {
  const names = new Set([...Object.keys(next.routes), ...Object.keys(last.routes)]);
  const lists = [...names].filter(isPluginList);
  return (
    next.config === last.config && lists.every((name) => next.routes[name] === last.routes[name])
  );
}
