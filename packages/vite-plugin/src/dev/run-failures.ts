import { fileURLToPath } from 'node:url';
import type { AppOptions } from '@skerry/kit/server';
import { type ErrorPayload, normalizePath, type Plugin, type ViteDevServer } from 'vite';

import { errorPayload } from './overlay.js';

/** A failure of the running app, as pages receive it: a page shows it if it happened there. */
export interface RunFailure {
  readonly id: number;
  /** The milliseconds since it happened. */
  readonly age: number;
  /** The region that failed. */
  readonly region?: string | undefined;
  /** Path and query of the request that failed. */
  readonly url?: string | undefined;
  readonly err: ErrorPayload['err'];
}

/** The place of a failure; without a member it is of the whole app. */
export type FailurePlace = Pick<
  Parameters<NonNullable<AppOptions['onFailure']>>[2],
  'region' | 'url'
>;

/** The messages to pages, and the message of a page that is loaded. */
export const failureEvent = 'skerry:failure';
export const openedEvent = 'skerry:opened';
const replacedEvent = 'skerry:replaced';

/** A page that is loaded later than this after a failure did not meet it. */
const maxAge = 60_000;
const mostFailures = 20;

/** Tells pages about failures while the app runs. Each page decides which of them it has met, and shows those until they are closed. */
export class RunFailures {
  readonly #hot: ViteDevServer['environments']['client']['hot'];
  readonly #isShown: boolean;
  /** Failures that a page which is still loading may have met, oldest first. */
  #recent: (Omit<RunFailure, 'age'> & { readonly at: number })[] = [];
  #count = 0;

  constructor({ environments, config }: ViteDevServer) {
    const { hmr } = config.server;
    this.#isShown = hmr !== false && (hmr === true || hmr?.overlay !== false);
    this.#hot = environments.client.hot;
    this.#hot.on(openedEvent, (_, client) => {
      for (const { at, ...failure } of this.#recent)
        if (Date.now() - at < maxAge)
          client.send(failureEvent, { ...failure, age: Date.now() - at } satisfies RunFailure);
    });
  }

  /**
   * Brings a new version of the app, and tells pages so: it may not fail, so that they close what they show, and load again if they failed.
   * Until it has come, requests are answered by the version before, whose failures are forgotten; but regions render anew with it.
   */
  async bringVersion(bring: () => unknown): Promise<void> {
    const last = this.#count;
    await bring();
    const ofRegions = this.#recent.filter(({ id, region }) => region !== undefined && id > last);
    this.#hot.send(replacedEvent);
    // Pages have closed them.
    this.#recent = ofRegions.map((failure) => ({ ...failure, id: ++this.#count }));
    for (const { at, ...failure } of this.#recent)
      this.#hot.send(failureEvent, { ...failure, age: Date.now() - at } satisfies RunFailure);
  }

  tellPages(error: unknown, { region, url }: FailurePlace): void {
    if (!this.#isShown) return;
    const failure = {
      id: ++this.#count,
      region: region?.id,
      url: url && url.pathname + url.search,
      err: errorPayload(error).err,
    };
    // One of the whole app is for the pages that are open now.
    if (region || url)
      this.#recent = [...this.#recent, { ...failure, at: Date.now() }].slice(-mostFailures);
    this.#hot.send(failureEvent, { ...failure, age: 0 } satisfies RunFailure);
  }
}

const browserModule = 'virtual:skerry/development';

/** The script of every page in development, which shows there what has failed, and edits. */
export const developmentScript = (base: string): string => `${base}@id/__x00__${browserModule}`;

/** Provides the module that runs in every page in development. */
export function developmentModule(): Plugin {
  const fileOf = (name: string) =>
    JSON.stringify(normalizePath(fileURLToPath(new URL(`browser/${name}.js`, import.meta.url))));
  return {
    name: 'skerry:development',
    apply: 'serve',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    resolveId: {
      filter: { id: /^\0?virtual:skerry\/development$/ },
      handler: () => `\0${browserModule}`,
    },
    load: {
      filter: { id: /^\0virtual:skerry\/development$/ },
      // Vite serves files outside of the root if a module imports them.
      handler: () =>
        `import { updatePage, watchPage } from '@skerry/client/edited-page';\n` +
        `import ${fileOf('run-failures')};\n` +
        `import { showEdits } from ${fileOf('edits')};\n` +
        'watchPage();\nshowEdits(updatePage);\n',
    },
  };
}
