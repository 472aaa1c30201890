import type { WrapIsland } from '@skerry/islands/server';

import { toError } from '../core/thrown.js';
import {
  type CollectContext,
  type IslandCollector,
  type IslandsModule,
  wrong,
} from './islands-module.js';

/** What the islands of one page need beside their HTML, if the app collects it. */
export class PageCollector {
  /** Puts the root of an island inside the element of the app. @throws what the app throws; SkerryError `bad-module` */
  readonly wrap: WrapIsland | undefined;
  readonly #failed: (error: Error) => void;
  #collector: IslandCollector | undefined;

  /** @param failed hears of markup that cannot be had: the page goes without it */
  constructor(
    module: IslandsModule | undefined,
    { url, locals }: CollectContext,
    failed: (error: Error) => void,
  ) {
    this.#failed = failed;
    this.wrap =
      module &&
      ((island, framework) => {
        this.#collector ??= checked(module.collect({ url, locals }));
        const wrapped = this.#collector.wrap(island, framework);
        if (typeof wrapped !== 'object' || wrapped === null)
          throw wrong('collects islands by a `wrap` that returns no element');
        return wrapped;
      });
  }

  /** The markup of what was collected since the last call. */
  readonly takeMarkup = (): string => {
    if (!this.#collector) return '';
    try {
      const markup: unknown = this.#collector.head();
      if (typeof markup !== 'string')
        throw wrong('collects islands by a `head` that returns no text');
      return markup;
    } catch (thrown) {
      this.#failed(toError(thrown));
      return '';
    }
  };
}

function checked(collector: IslandCollector): IslandCollector {
  const { wrap, head } = (collector ?? {}) as Partial<IslandCollector>;
  if (typeof wrap === 'function' && typeof head === 'function') return collector;
  throw wrong('exports a `collect` that does not return `{ wrap, head }`');
}
