import type { Log } from '../core/log.js';
import type { PluginHooks } from '../hooks/types.js';
import type { PluginMessaging } from './messages.js';
import type { PartsApi } from './parts.js';
import type { ValueExchange } from './values.js';

/** The sessions of an app, as plugins use them. */
export interface PluginSessions {
  /**
   * Ends a session by its id, as at a logout: its cookie opens nothing any more, its regions end, parked ones too, and its open
   * pages load again. Without effect for the sessions of other processes: publish the id to them.
   */
  endSession(id: string): void;
}

/** The pages and islands of an app, as plugins see them once it runs. */
export interface PluginSite {
  /** The pattern of the page that a path leads to, such as `/posts/:slug`; `undefined` if no page is there. */
  pageAt(path: string): string | undefined;
  /** Tells whether the app has an island of this name and strategy: browsers may name others. */
  isIsland(name: string, strategy: string): boolean;
  /**
   * The path in the browser of a path of the app: Vite's `base` is before it. Routes are added without it, links and redirects need it,
   * and the paths of requests have it.
   *
   * @example
   * redirect(site.pathTo('/login')); // "/app/login" under the base "/app/"
   */
  pathTo(path: string): string;
}

/** The argument of a plugin's `setup`. */
export interface PluginApi<Options> extends PluginMessaging, ValueExchange, PartsApi {
  readonly hooks: PluginHooks;
  readonly options: Options;
  /** Writes messages under the plugin's name. */
  readonly log: Log;
  readonly sessions: PluginSessions;
  readonly site: PluginSite;
  /** The mode of the app; a build and its prerendering are `production`. */
  readonly mode: 'development' | 'production';
  /**
   * True at build, where pages are written as files and parts are read: there are no visitors, and the session of a region cannot be
   * read. A plugin that has to do with visitors attaches no taps then.
   */
  readonly isBuild: boolean;
  /** Is called when the app stops, or starts anew after an edit; of all plugins, in the reverse order of their setup. Awaited, within `hookTimeout`. */
  onStop(stop: () => unknown): void;
}
