import { strategies } from '@skerry/islands/directives';
import { isRecord } from '@skerry/wire';

import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { findNotPlain } from '../core/plain-data.js';
import type { Seat } from './values.js';

/** An environment of the build, as Vite names it: `client`, `ssr`, … */
export interface BuildEnvironment {
  readonly name: string;
  /** True for code that browsers run. */
  readonly isBrowser: boolean;
}

/** The parts of a plugin in the build. Each is called once for each environment, so that none shares its state by accident. */
export interface BuildParts {
  /** Makes Vite plugins for an environment; their hooks begin with `buildStart`. */
  plugins?: (environment: BuildEnvironment) => readonly object[];
  /** Makes the code of virtual modules for an environment, by their ids, which begin with `virtual:`. */
  modules?: Readonly<Record<string, (environment: BuildEnvironment) => string | Promise<string>>>;
}

/** The handlers of an endpoint, by method, as a file under `src/pages/api` exports them. */
export interface EndpointHandlers {
  readonly [method: string]: unknown;
}

/** The pages on which the browser module of a plugin runs. */
export type ClientPlace = 'live' | 'all';

/** The part of a plugin's setup that adds parts to the app. */
export interface PartsApi {
  routes: {
    /**
     * Answers requests by h3 handlers, named after their methods.
     *
     * @param pattern `/login`, `/files/:name`, `/files/*path`; below the folder of the plugin, if it has one
     */
    endpoint(pattern: string, handlers: EndpointHandlers): void;
    /** Adds a page. @param part the module of the page, as `import` would name it: `skerry-plugin-tides/page` */
    page(pattern: string, part: string): void;
  };
  /** Adds a live view, so that browsers may join it. @param part a module whose name ends in `.live.tsx`, as `import` would name it */
  live(part: string): void;
  /** Adds a strategy of islands, `client:<name>`. @param part its module, as `import` would name it */
  strategy(name: string, part: string): void;
  /**
   * Adds a module that runs in browsers; its default export is called with `{ hooks, options }`.
   *
   * @param part the module, as `import` would name it
   * @param options plain data, which every visitor can read
   * @param where `live` for pages with a region, before these start; `all` for every page, once it is idle, without hooks
   */
  client(part: string, options?: object, where?: ClientPlace): void;
  /** Adds parts to the build. They run in Vite alone. */
  build(parts: BuildParts): void;
}

/** An endpoint or a page of a plugin. */
export interface PluginRoute extends Seat {
  readonly pattern: string;
}

/** Everything that the plugins of an app add to it, besides taps. */
export interface PluginParts {
  readonly endpoints: (PluginRoute & { readonly handlers: EndpointHandlers })[];
  readonly pages: (PluginRoute & { readonly part: string })[];
  readonly views: (Seat & { readonly part: string })[];
  readonly strategies: (Seat & { readonly name: string; readonly part: string })[];
  readonly clients: (Seat & {
    readonly part: string;
    readonly options: object;
    readonly where: ClientPlace;
  })[];
  readonly builds: (Seat & { readonly build: BuildParts })[];
}

const show = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : describe(value);

/** Why no request can have the path of a pattern, if so. */
function patternProblem(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string' || !pattern.startsWith('/')) return 'does not begin with a slash';
  if (pattern === '/') return undefined;
  const segments = pattern.slice(1).split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'has an empty segment or a dot segment: no request asks for it';
  return /[%?#\\\s\p{Cc}]/u.test(pattern)
    ? 'has a character that no path has in this form: patterns are written decoded, without a query'
    : undefined;
}

/** Why islands cannot have a strategy of a plugin, if so. */
function strategyProblem(
  name: unknown,
  part: string,
  others: PluginParts['strategies'],
): string | undefined {
  if (typeof name !== 'string' || !/^[a-z][\w-]*$/i.test(name))
    return 'which is no name for `client:…`: it begins with a letter and goes on with letters, digits, "-" and "_"';
  if (name === 'priority' || strategies.some((own) => own === name))
    return `but every app has \`client:${name}\``;
  const taken = others.find((other) => other.name === name && other.part !== part);
  return taken && `which the plugin "${taken.plugin}" adds as well`;
}

/** Makes the parts of an app without plugins. */
export const noParts = (): PluginParts => ({
  endpoints: [],
  pages: [],
  views: [],
  strategies: [],
  clients: [],
  builds: [],
});

/** The parts as one plugin adds to them, until its setup is over. */
export function partsApi(parts: PluginParts, seat: Seat, isClosed: () => boolean): PartsApi {
  const add = <Part>(to: Part[], what: string, part: Part): void => {
    if (isClosed())
      throw fail('bad-plugin', { plugin: seat.plugin, problem: `adds ${what} after its setup` });
    to.push(part);
  };
  const badPart = (problem: string): Error =>
    fail('bad-plugin-part', { plugin: seat.plugin, problem });
  const checkPart = (part: unknown, what: string): void => {
    if (typeof part !== 'string' || part === '' || /^\.{1,2}\//.test(part))
      throw badPart(
        `${what} ${show(part)}, which does not name a module as \`import\` would from elsewhere: "skerry-plugin-tides/page"`,
      );
  };
  const checkPattern = (pattern: unknown): void => {
    const problem = patternProblem(pattern);
    if (problem) throw badPart(`a route at ${show(pattern)}, which ${problem}`);
  };
  return {
    routes: {
      endpoint(pattern, handlers) {
        checkPattern(pattern);
        if (typeof handlers !== 'object' || handlers === null)
          throw badPart(`an endpoint at ${show(pattern)} whose handlers are ${describe(handlers)}`);
        add(parts.endpoints, 'an endpoint', { ...seat, pattern, handlers });
      },
      page(pattern, part) {
        checkPattern(pattern);
        checkPart(part, 'the page');
        add(parts.pages, 'a page', { ...seat, pattern, part });
      },
    },
    live(part) {
      checkPart(part, 'the live view');
      add(parts.views, 'a live view', { ...seat, part });
    },
    strategy(name, part) {
      const problem = strategyProblem(name, part, parts.strategies);
      if (problem) throw badPart(`the strategy ${show(name)}, ${problem}`);
      checkPart(part, 'the strategy');
      add(parts.strategies, 'a strategy', { ...seat, name, part });
    },
    client(part, options = {}, where = 'live') {
      checkPart(part, 'the browser module');
      const problem = isRecord(options)
        ? findNotPlain(options, 'options')
        : { path: 'options', value: describe(options) };
      if (problem)
        throw badPart(
          `the browser module ${show(part)} with ${problem.value} at ${problem.path}; its options are plain data`,
        );
      add(parts.clients, 'a browser module', { ...seat, part, options, where });
    },
    build: (build) => add(parts.builds, 'a part of the build', { ...seat, build }),
  };
}
