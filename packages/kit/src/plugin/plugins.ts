import { underBase } from '../core/base.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import { within } from '../core/within.js';
import { fail } from '../core/errors.js';
import { toError } from '../core/thrown.js';
import { createHooks, type HooksOptions } from '../hooks/registry.js';
import type { Hooks } from '../hooks/types.js';
import type { PluginSessions, PluginSite } from './api.js';
import { type MessageBus, PluginMessages } from './messages.js';
import { orderPlugins, type PluginFolder } from './order.js';
import { noParts, partsApi, type PluginParts } from './parts.js';
import { type FolderOf, noTaps, pluginHooks } from './scope.js';
import { setUpPlugins } from './set-up.js';
import { Values } from './values.js';

/** The dependencies of the plugins of an app. */
export interface PluginsOptions {
  readonly limits: Limits;
  readonly log: Log;
  /** Receives every failure that is logged, as the taps of onError do. */
  readonly onFailure?: HooksOptions['onFailure'];
  readonly mode?: 'development' | 'production';
  readonly isBuild?: boolean;
  /** The path of the app; `/` by default. */
  readonly base?: string;
  /** Receives the failure of a setup, in place of a throw. */
  readonly setupFailed?: ((error: Error) => void) | undefined;
  /** Finds the folder of the page at a path. */
  readonly folderOf?: FolderOf;
}

/** The parts of an app that plugins reach. */
export interface PluginHost {
  readonly bus: MessageBus;
  readonly sessions: PluginSessions;
  readonly site?: Omit<PluginSite, 'pathTo'> | undefined;
}

/** The plugins of an app, set up. */
export interface Plugins {
  /** Their names, in the order of their setup. */
  readonly names: readonly string[];
  readonly hooks: Hooks;
  readonly parts: PluginParts;
  /** Joins the plugins to their app, which is made after them. */
  connectHost(host: PluginHost): void;
  /** Calls what the plugins gave to `onStop`, in the reverse order of their setup; failures go to `onError`. */
  stopPlugins(): Promise<void>;
}

/**
 * Sets up the plugins of an app and composes their taps, once.
 *
 * @throws errors of {@link orderPlugins} and {@link setUpPlugins}
 */
export function createPlugins(
  folders: readonly PluginFolder[],
  {
    limits,
    log,
    onFailure,
    mode = 'production',
    isBuild = false,
    base = '/',
    setupFailed,
    folderOf = () => undefined,
  }: PluginsOptions,
): Plugins {
  const messages = new PluginMessages();
  const values = new Values();
  const parts = noParts();
  const taps = noTaps();
  const stops: { plugin: string; stop: () => unknown }[] = [];
  let isClosed = false;
  let host: PluginHost | undefined;
  let hooks: Hooks | undefined;
  const report = (plugin: string, error: Error, where: string): void =>
    hooks?.onError.call({ error, where, plugin });
  const sessions: PluginSessions = { endSession: (id) => host?.sessions.endSession(id) };

  const site: PluginSite = {
    pageAt: (path) => host?.site?.pageAt(path),
    isIsland: (name, strategy) => host?.site?.isIsland(name, strategy) ?? false,
    pathTo: (path) => underBase(base, path),
  };

  const ordered = orderPlugins(folders);
  setUpPlugins(ordered, {
    log,
    timeout: limits.setupTimeout,
    failed: setupFailed,
    values,
    apiOf: (seated) => ({
      ...messages.messagingOf(seated.plugin, (plugin, error) => report(plugin, error, 'message')),
      ...values.exchangeOf(seated),
      ...partsApi(parts, seated, () => isClosed),
      hooks: pluginHooks(seated, taps, folderOf, () => isClosed),
      sessions,
      site,
      mode,
      isBuild,
      onStop(stop) {
        const { plugin } = seated;
        if (typeof stop !== 'function')
          throw fail('bad-plugin', { plugin, problem: 'calls onStop() without a function' });
        stops.push({ plugin, stop });
      },
    }),
  });
  isClosed = true;
  const names = ordered.map(({ plugin }) => plugin);
  hooks = createHooks(taps, new Set(names), { limits, log, onFailure });
  return {
    names,
    hooks,
    parts,
    connectHost(next) {
      host = next;
      messages.connectBus(next.bus);
    },
    async stopPlugins() {
      for (const { plugin, stop } of stops.toReversed()) {
        const late = () =>
          fail('hook-timeout', { plugin, hook: 'onStop', milliseconds: limits.hookTimeout });
        try {
          await within(limits.hookTimeout, stop(), late, () => {});
        } catch (thrown) {
          report(plugin, toError(thrown), 'stop');
        }
      }
    },
  };
}
