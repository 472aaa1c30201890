import { definePlugin, deny, type PluginFactory } from '@skerry/kit';

/** The options of the plugin. */
export interface HelloOptions {
  /** The words that greet visitors; `Hello` by default. */
  greeting?: string;
  /** The path of the page; `/hello` by default. */
  path?: string;
}

/** The value that the plugin provides: other plugins greet in the same words. */
export interface Greeter {
  /** Greets somebody. @param name at most 80 characters of it are used */
  greet(name: string): string;
  /** The number of regions that were mounted so far. */
  readonly mounts: number;
}

declare module '@skerry/kit' {
  interface PluginValues {
    'skerry-plugin-hello:greeter': Greeter;
  }
}

// Here, and not in wave.ts, since apps load the types of this file alone.
declare module '@skerry/islands/directives' {
  interface Strategies {
    /** When the visitor moves the pointer, or presses a key. */
    wave: true;
  }
}

/** Greets visitors on a page of its own, and counts the regions of the app. */
export const hello: PluginFactory<HelloOptions> = definePlugin<HelloOptions>({
  name: 'example:hello',
  version: '0.1.0',
  skerry: '^0.1.0',
  setup({ hooks, options, log, provide, routes, live, strategy, client, build, onStop }) {
    const { greeting = 'Hello', path = '/hello' } = options;
    let mounts = 0;
    const greet = (name: string): string => `${greeting}, ${name.slice(0, 80)}!`;
    provide('skerry-plugin-hello:greeter', {
      greet,
      get mounts() {
        return mounts;
      },
    });

    hooks.afterMount.tap(() => void mounts++);
    hooks.beforeEvent.tap(({ event, payload }) =>
      event === 'greet' && payload === 'nobody' ? deny('Nobody is not greeted.') : undefined,
    );

    routes.endpoint(`${path}.json`, { GET: () => ({ greeting, mounts }) });
    routes.page(path, 'skerry-plugin-hello/page');
    live('skerry-plugin-hello/clock.live.tsx');
    strategy('wave', 'skerry-plugin-hello/wave');
    client('skerry-plugin-hello/client', { greeting });
    build({
      modules: { 'virtual:hello/greeting': () => `export default ${JSON.stringify(greeting)};` },
    });

    onStop(() => log.info(`${mounts} regions were mounted.`));
  },
});
