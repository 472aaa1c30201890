import { createContext, Script } from 'node:vm';

import type { Plugin } from '../core/config.js';
import { fail, SkerryError } from '../core/errors.js';
import { type Log, namedLog } from '../core/log.js';
import { toError } from '../core/thrown.js';
import { forget, isThenable } from '../core/within.js';
import { framesOf } from '../core/error-text.js';
import { definitionOf, optionsOf } from './options.js';
import type { PluginApi } from './api.js';
import type { SeatedPlugin } from './order.js';
import { MissingValue, type Values } from './values.js';

/** The api of a plugin, without what depends on its options. */
export type BareApi = Omit<PluginApi<unknown>, 'options' | 'log'>;

/** Dependencies of the setup of plugins. */
export interface SetUpOptions {
  readonly log: Log;
  /** Milliseconds that a setup may take. */
  readonly timeout: number;
  readonly values: Values;
  readonly apiOf: (plugin: SeatedPlugin) => BareApi;
  /** Receives the failure of a plugin, and the others are set up all the same; without it, the first failure is thrown. */
  readonly failed?: ((error: Error) => void) | undefined;
}

/**
 * Sets up plugins, one after the other. The first failure ends it, except that of a plugin that misses a value: the others
 * are set up first, so that the error can say which of them provides it.
 *
 * @throws SkerryError `bad-plugin`, `bad-plugin-options`, `plugin-setup`, `not-provided`
 */
export function setUpPlugins(plugins: readonly SeatedPlugin[], options: SetUpOptions): void {
  const { failed = raise } = options;
  const sources = plugins.map(({ source }) => source);
  let missing: MissingValue | undefined;
  for (const seated of plugins) {
    try {
      setUpPlugin(seated, sources, options);
    } catch (thrown) {
      if (thrown instanceof MissingValue) missing ??= thrown;
      // It may fail for lack of what the other one would have provided.
      else if (!missing) failed(setupFailure(seated.plugin, thrown));
    }
  }
  options.values.endSetup();
  if (missing) failed(options.values.missing(missing));
}

function raise(error: Error): never {
  throw error;
}

function setUpPlugin(
  seated: SeatedPlugin,
  sources: readonly Plugin[],
  { apiOf, log, timeout }: SetUpOptions,
): void {
  const { plugin, source } = seated;
  const work = () => {
    const options = optionsOf(source, sources);
    return definitionOf(source).setup({ ...apiOf(seated), options, log: namedLog(log, plugin) });
  };
  setUp(plugin, work, timeout);
}

function setUp(plugin: string, work: () => unknown, timeout: number): void {
  const result = withinTime(work, timeout, () =>
    fail('plugin-setup', { plugin, problem: `did not return within ${timeout} ms` }),
  );
  if (!isThenable(result)) return;
  forget(result);
  throw fail('plugin-setup', { plugin, problem: 'is asynchronous: it returned a promise' });
}

const caller = createContext({ call: undefined as (() => void) | undefined });
const script = new Script('call()');

/** Calls synchronous work, and stops it if it takes too long: Node stops whatever a script of `node:vm` calls. */
function withinTime<T>(work: () => T, timeout: number, tooLate: () => Error): T {
  let result!: T;
  let failure: { thrown: unknown } | undefined;
  caller.call = () => {
    try {
      result = work();
    } catch (thrown) {
      failure = { thrown };
    }
  };
  try {
    script.runInContext(caller, { timeout });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw tooLate();
    throw thrown;
  }
  if (failure) throw failure.thrown;
  return result;
}

/** The error of a setup that failed, with the stack of its cause. Kit's own errors name the plugin already. */
function setupFailure(plugin: string, thrown: unknown): Error {
  if (thrown instanceof SkerryError) return thrown;
  const cause = toError(thrown);
  const failure = fail(
    'plugin-setup',
    { plugin, problem: `threw ${cause.name}: ${cause.message}` },
    { cause },
  );
  failure.stack = [`${failure.name}: ${failure.message}`, ...framesOf(cause)].join('\n');
  return failure;
}
