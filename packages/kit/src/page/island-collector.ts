import {
  type CollectContext,
  type IslandCollection,
  type IslandsModule,
  wrong,
} from './islands-module.js';

/** What the islands of one page need beside their HTML. */
export class IslandCollector {
  readonly #collect: IslandsModule['collect'];
  readonly #page: CollectContext;
  readonly #failed: (thrown: unknown) => void;
  #collection: IslandCollection | undefined;

  /** @param failed hears of markup that cannot be had: the page goes without it */
  constructor({ collect }: IslandsModule, page: CollectContext, failed: (thrown: unknown) => void) {
    this.#collect = collect;
    this.#page = page;
    this.#failed = failed;
  }

  /** Puts the root of an island inside the element of the app. @throws what the app throws; SkerryError `bad-module` */
  readonly wrap = (island: unknown, framework: 'preact' | 'react'): unknown => {
    const { url, locals } = this.#page;
    this.#collection ??= checked(this.#collect({ url, locals }));
    const wrapped = this.#collection.wrap(island, framework);
    if (typeof wrapped !== 'object' || wrapped === null)
      throw wrong('collects islands by a `wrap` that returns no element');
    return wrapped;
  };

  /** The markup of what was collected since the last call. */
  takeMarkup(): string {
    if (!this.#collection) return '';
    try {
      const markup: unknown = this.#collection.head();
      if (typeof markup !== 'string')
        throw wrong('collects islands by a `head` that returns no text');
      return markup;
    } catch (thrown) {
      this.#failed(thrown);
      return '';
    }
  }
}

function checked(collection: IslandCollection): IslandCollection {
  const { wrap, head } = (collection ?? {}) as Partial<IslandCollection>;
  if (typeof wrap === 'function' && typeof head === 'function') return collection;
  throw wrong('exports a `collect` that does not return `{ wrap, head }`');
}
