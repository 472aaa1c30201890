import { compileFunction } from 'node:vm';
import { fileURLToPath } from 'node:url';

import type { Browser, Page } from 'playwright';
import { build, type Rolldown, transformWithOxc } from 'vite';

import * as kit from '@skerry/kit';
import * as jsxRuntime from '@skerry/kit/jsx-runtime';
import { type App, createApp, type RunningServer, serveApp } from '@skerry/kit/server';
import * as template from '@skerry/kit/template';
import { defineIsland } from '@skerry/islands/server';
import { patience as longPatience } from '../patience.js';
import { renderer } from '../../packages/islands/src/preact/server.js';
import Fold from '../../packages/islands/test/fixtures/fold.island.js';
import { compile } from '../../packages/vite-plugin/src/compile/index.js';
import type { Deed } from './deeds.js';
import type { Difference, Fate } from './dom-page.js';
import * as components from './components.js';
import * as lists from './lists.js';
import type { State } from './states.js';

/** A view that goes from state to state. */
export interface Play {
  /** The module of the live view. */
  code: string;
  isCompiled: boolean;
  states: readonly State[];
  /** What happens before each step. */
  deeds: readonly Deed[];
}

/** A play that went wrong. */
export interface Wrong extends Omit<Difference, 'id'> {
  index: number;
  /** The step that did; the first HTML is none. */
  step: number;
}

const high = 1e9;
const limits = {
  maxParkedPerSession: high,
  frameRate: high,
  maxFrameBurst: high,
  joinRate: high,
  eventRate: high,
  maxEventBurst: high,
  maxUnclaimedRegions: high,
  maxSessionBytes: high,
  maxChannels: high,
  failureMaxAge: 1,
  slowTurnTimeout: high,
  slowLoopTimeout: high,
};
const log = { info() {}, warn() {}, error() {} };
const secret = 'a secret for the fuzz run that is long enough';

/** A server and a page, in which plays are given. */
export class Stage {
  /** What the server reported. */
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    readonly script: string,
  ) {}

  static async open(browser: Browser): Promise<Stage> {
    const page = await browser.newPage({ viewport: { width: 400, height: 5_000 } });
    return new Stage(page, await bundle());
  }

  /**
   * Gives plays side by side, each step of all of them at once, up to the first step that goes wrong; those that do, and how
   * many steps were taken.
   */
  async give(
    plays: readonly Play[],
    { fates = [], patience = longPatience }: { fates?: readonly Fate[]; patience?: number } = {},
  ): Promise<{ wrong: Wrong[]; steps: number }> {
    const run = new Run(plays, this.errors);
    const wrong: Wrong[] = [];
    let steps = 0;
    try {
      await run.load();
      await run.serve();
      await this.page.goto(run.origin, { waitUntil: 'commit' });
      await this.page.addScriptTag({ content: this.script, type: 'module' });
      await this.page.waitForFunction(() => 'fuzz' in window);
      for (let step = 0; wrong.length === 0 && run.advance(step); step++) {
        if (fates[step] === 'restart') {
          await this.page.evaluate(() => window.fuzz.pause());
          await run.restart();
        }
        const deeds = run.deeds(step);
        const options = { fate: fates[step], patience };
        const page = await run.freshPage();
        const found = await this.page.evaluate(
          ([done, html, given]) => window.fuzz.step(done, html, given),
          [deeds, page, options] as const,
        );
        steps += Object.keys(deeds).length;
        for (const { id, ...difference } of found)
          wrong.push({ index: Number(id.slice(1)), step, ...difference });
      }
      return { wrong, steps };
    } finally {
      await this.page.goto('about:blank');
      await run.stop();
    }
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** The server of one batch. */
class Run {
  readonly #plays: Map<string, Play>;
  readonly #now = new Map<string, State>();
  readonly #views: Record<string, kit.LiveView> = {};
  #app!: App;
  #server!: RunningServer;

  constructor(
    plays: readonly Play[],
    readonly errors: string[],
  ) {
    this.#plays = new Map(plays.map((play, index) => [`v${index}`, play]));
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  async load(): Promise<void> {
    for (const [id, { code, isCompiled, states }] of this.#plays) {
      this.#now.set(id, states[0]!);
      const now = () => this.#now.get(id);
      for (const view of await evaluate(code, isCompiled, now)) this.#views[view.id] = view;
    }
  }

  /** Makes the state of a step the next; whether any play has it. */
  advance(step: number): boolean {
    for (const [id, { states }] of this.#plays) {
      const next = states[step + 1];
      if (next) this.#now.set(id, next);
      else this.#plays.delete(id);
    }
    return this.#plays.size > 0;
  }

  deeds(step: number): Record<string, Deed> {
    const none: Deed = { kind: 'none', at: 0 };
    return Object.fromEntries(
      Array.from(this.#plays, ([id, { deeds }]) => [id, deeds[step] ?? none]),
    );
  }

  async serve(port = 0): Promise<void> {
    const main = () =>
      Array.from(this.#plays.keys(), (id) =>
        jsxRuntime.jsx('div', { id, children: jsxRuntime.jsx(this.#views[id], {}) }),
      );
    this.#app = createApp({
      modules: {
        config: { log, limits },
        routes: { 'index.tsx': { default: main } },
        views: this.#views,
      },
      mode: 'production',
      build: 'fuzz',
      secret,
      onFailure: ({ message }) => void this.errors.push(message),
    });
    this.#server = await serveApp(this.#app, { port, host: '127.0.0.1', stopTime: 5_000 });
  }

  /** Ends the server, with all that it holds, and starts another in its place. */
  async restart(): Promise<void> {
    const { port } = this.#server;
    await this.#server.stop();
    await this.serve(port);
  }

  /** The page as a visitor would get it now. */
  async freshPage(): Promise<string> {
    const response = await this.#app.fetch(
      new Request(this.origin, { headers: { 'sec-purpose': 'prefetch' } }),
    );
    const html = await response.text();
    if (response.status !== 200) throw new Error(`The page of the fuzz run failed: ${html}`);
    return html;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }
}

const modules: Record<string, object> = {
  '@skerry/kit': { ...kit, Fragment: jsxRuntime.Fragment },
  '@skerry/kit/jsx-runtime': jsxRuntime,
  '@skerry/kit/template': template,
  './components.js': components,
  './lists.js': lists,
  './fold.island.js': {
    default: Object.assign(defineIsland({ name: 'fold', renderer }), { component: Fold }),
  },
};

/** The live views of a module. */
async function evaluate(
  code: string,
  isCompiled: boolean,
  now: () => unknown,
): Promise<kit.LiveView[]> {
  const source = isCompiled ? compile(code, 'view.tsx')!.code : code;
  const jsx = { runtime: 'automatic', importSource: '@skerry/kit' } as const;
  const { code: stripped } = await transformWithOxc(source, 'view.tsx', { jsx, sourcemap: false });
  const script = stripped
    .replace(/^import \{(.*)\} from "(.*)";$/gm, (_, names: string, from: string) => {
      return `const {${names.replaceAll(' as ', ': ')}} = modules["${from}"];`;
    })
    .replace(/^export const (\w+) =/gm, 'const $1 = views.$1 =');
  const views: Record<string, kit.LiveView> = {};
  compileFunction(script, ['modules', 'views', 'first', 'next'])(modules, views, now, now);
  return Object.values(views);
}

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const entry = `
  import { interaction, load, none, startIslands, visible } from '@skerry/islands/client';
  import * as preact from '@skerry/islands/preact/client';
  import Fold from ${JSON.stringify(path('../../packages/islands/test/fixtures/fold.island.tsx'))};
  import ${JSON.stringify(path('dom-page.ts'))};
  startIslands({
    islands: new Map([['fold', async () => ({ ...preact, default: Fold })]]),
    strategies: new Map(Object.entries({ interaction, load, none, visible })),
  });`;

/** The script of the page. */
async function bundle(): Promise<string> {
  const result = (await build({
    configFile: false,
    root: path('../../packages/islands'),
    logLevel: 'error',
    plugins: [
      {
        name: 'fuzz:entry',
        resolveId: (id) => (id === 'entry' ? '\0entry' : undefined),
        load: (id) => (id === '\0entry' ? entry : undefined),
      },
    ],
    resolve: {
      alias: {
        '@skerry/client': path('../../packages/client/src/index.ts'),
        '@skerry/kit/testing': path('../../packages/kit/src/testing/canonical-dom.ts'),
        '@skerry/islands/client': path('../../packages/islands/src/client/index.ts'),
        '@skerry/islands/preact/client': path('../../packages/islands/src/preact/client.ts'),
        '@skerry/islands': path('../../packages/islands/src/index.ts'),
      },
    },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: 'entry', output: { format: 'es', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return (result.output[0] as Rolldown.OutputChunk).code;
}
