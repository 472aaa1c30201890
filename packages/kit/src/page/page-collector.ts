import type { WrapIsland } from '@skerry/islands/server';

import { describe } from '../core/describe.js';
import { toError } from '../core/thrown.js';
import { isThenable } from '../core/within.js';
import type { MarkupInspector } from '../markup/inspector.js';
import {
  type CollectContext,
  type IslandCollector,
  type IslandsModule,
  wrong,
} from './islands-module.js';

/** The page around a collector. */
interface PageCollectorOptions {
  /** Finds what browsers would repair, in development and tests. */
  readonly markup: MarkupInspector | undefined;
  /** Hears of markup that cannot be had: the page goes without it. */
  failed(error: Error): void;
}

const names = { preact: 'Preact', react: 'React' };

/** What the islands of one page need beside their HTML, if the app collects it. */
export class PageCollector {
  /** Puts the root of an island inside the element of the app. @throws what the app throws; SkerryError `bad-collector` */
  readonly wrap: WrapIsland | undefined;
  readonly #options: PageCollectorOptions;
  #collector: IslandCollector | undefined;

  constructor(
    module: IslandsModule | undefined,
    { url, locals }: CollectContext,
    options: PageCollectorOptions,
  ) {
    this.#options = options;
    this.wrap =
      module &&
      ((island, framework, isElement) => {
        this.#collector ??= checked(module.collect({ url, locals }));
        const wrapped = this.#collector.wrap(island, framework);
        refusePromise('collects islands by a `wrap`', wrapped);
        if (isElement(wrapped)) return wrapped;
        const problem = `returns ${describe(wrapped)}, which is no element of ${names[framework]}`;
        throw wrong(`collects islands by a \`wrap\` that ${problem}`);
      });
  }

  /** The markup of what was collected since the last call. */
  readonly takeMarkup = (): string => {
    if (!this.#collector) return '';
    try {
      return this.#checked(this.#collector.head());
    } catch (thrown) {
      this.#options.failed(toError(thrown));
      return '';
    }
  };

  #checked(markup: unknown): string {
    refusePromise('collects islands by a `head`', markup);
    if (typeof markup !== 'string')
      throw wrong(
        `collects islands by a \`head\` that returns ${describe(markup)}, which is no text`,
      );
    const problem = this.#options.markup?.head(markup);
    if (problem !== undefined)
      throw wrong(`collects islands by a \`head\` whose markup ${problem}`);
    return markup;
  }
}

function checked(collector: IslandCollector): IslandCollector {
  refusePromise('exports a `collect`', collector);
  const { wrap, head } = (collector ?? {}) as Partial<IslandCollector>;
  if (typeof wrap === 'function' && typeof head === 'function') return collector;
  throw wrong('exports a `collect` that does not return `{ wrap, head }`');
}

/** Islands are rendered at once. @throws SkerryError `bad-collector` */
function refusePromise(which: string, value: unknown): void {
  if (!isThenable(value)) return;
  // Nobody waits for it: its failure is not another one.
  Promise.resolve(value).catch(() => {});
  throw wrong(`${which} that returns a promise: it must not be async`);
}
