import { defaultLimits, type Limits } from '../src/core/limits.js';
import type { Log } from '../src/core/log.js';
import { createLocals } from '../src/core/trace.js';
import { SkerryError } from '../src/core/errors.js';
import { definePlugin } from '../src/plugin/define.js';
import { hooksOf } from './hooks-of.js';
import type { PluginHooks } from '../src/hooks/types.js';
import type { LiveView } from '../src/live/author/define.js';
import { PubSub } from '../src/live/messages/pubsub.js';
import { Region } from '../src/live/region/region.js';
import { Ticker } from '../src/live/region/ticker.js';
import { SlowWork } from '../src/live/region/slow-work.js';
import { noPages } from '../src/live/services.js';

/** The circumstances of a region without a server. */
export interface LoneRegionOptions {
  readonly state?: Record<string, unknown>;
  readonly limits?: Partial<Limits>;
  readonly log?: Log;
  readonly development?: boolean;
  /** Taps hooks. */
  readonly tap?: (hooks: PluginHooks) => void;
}

/** A region without a server, for the tests of its parts, and its errors as `where: code`, or `where: message`. */
export interface LoneRegion {
  readonly region: Region;
  readonly errors: readonly string[];
}

/** Makes a region of a view, with its first state, that no registry and no channel knows. */
export function loneRegion(view: LiveView, options: LoneRegionOptions = {}): LoneRegion {
  const errors: string[] = [];
  const { log = { info() {}, warn() {}, error() {} }, development = true } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const plugin = definePlugin({
    name: 'test',
    setup({ hooks }) {
      hooks.onError.tap(({ where, error }) => {
        errors.push(`${where}: ${error instanceof SkerryError ? error.code : error.message}`);
      });
      options.tap?.(hooks);
    },
  });
  const nothing = (): void => {};
  const identity = { id: 'r1', position: '0', page: '/', address: '', props: {}, view };
  const region = new Region(
    { ...identity, session: { id: 's1', end: nothing }, locals: createLocals() },
    {
      hooks: hooksOf([plugin()], { limits, log }),
      limits,
      log,
      pubsub: new PubSub(limits),
      slowWork: new SlowWork(log, Infinity),
      ticker: new Ticker(),
      development,
      markup: undefined,
      prerendered: new Map(),
      pages: noPages,
      tokenOf: ({ id }) => `token of ${id}`,
      postTokenOf: ({ id }) => `post token of ${id}`,
      mountInside: () => {
        throw new Error('A region alone has none inside.');
      },
      makeRoom: () => true,
      resized: nothing,
      ended: nothing,
    },
  );
  region.beginState(options.state ?? {});
  return { region, errors };
}
