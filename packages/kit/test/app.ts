import { type App, type AppOptions, createApp } from '../src/app/app.js';
import type { AppModules } from '../src/page/site.js';
import type { LayoutProps, PageModule } from '../src/page/module.js';
import { jsx } from '../src/jsx/jsx-runtime.js';

export const secret = 'a secret for tests of 32 bytes or more';

/** An app for a test, and what it has logged as errors. */
export interface TestApp {
  app: App;
  logged: string[];
  /** Asks for a path of it. */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

/** Starts an app of these modules under `src/pages`. */
export function startApp(
  routes: Record<string, unknown>,
  {
    config = {},
    views = {},
    parts = {},
    server,
    islands,
    ...options
  }: Partial<AppOptions & AppModules> = {},
): TestApp {
  const logged: string[] = [];
  const log = { info() {}, warn() {}, error: (text: string) => void logged.push(text) };
  const app = createApp({
    modules: { config, routes, views, parts, server, islands },
    mode: 'production',
    build: 'test',
    secret,
    log,
    ...options,
  });
  return {
    app,
    logged,
    ask: async (path, init) => app.fetch(new Request(`http://a.test${path}`, init)),
  };
}

/** A page that shows a text. */
export const page = (text: string): PageModule => ({ default: () => jsx('p', { children: text }) });

/** A layout that is known by its class. */
export const layout = (name: string): PageModule => ({
  default: ({ children }: LayoutProps) => jsx('div', { class: name, children }),
});

/** The body of a document, without what marks its places. */
export const bodyOf = (html: string): string =>
  /<body>(.*)<\/body>/s.exec(html.replaceAll(/<!--.*?-->| data-s="\d+"/g, ''))?.[1] ?? '';
