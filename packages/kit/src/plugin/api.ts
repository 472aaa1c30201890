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

/** The argument of a plugin's `setup`. */
export interface PluginApi<Options> extends PluginMessaging, ValueExchange, PartsApi {
  readonly hooks: PluginHooks;
  readonly options: Options;
  /** Writes messages under the plugin's name. */
  readonly log: Log;
  readonly sessions: PluginSessions;
  /** Is called when the app stops, or starts anew after an edit; of all plugins, in the reverse order of their setup. Awaited, within `hookTimeout`. */
  onStop(stop: () => unknown): void;
}
