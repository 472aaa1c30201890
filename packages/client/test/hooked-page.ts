import type { EarlyClient } from './client-page.js';
import type { Browser } from 'playwright';

import { type LiveOptions, LivePage } from './live-page.js';

declare global {
  interface Window {
    /** What the taps of `watch` were told: the name of the hook, and its payload. Errors come as `console` and `uncaught`. */
    told: [hook: string, payload: any][];
    watch: (client: EarlyClient, name: string) => void;
  }
}

/** Defines `watch`, which adds a plugin that notes what all hooks tell, and notes errors. */
export function defineWatch(): void {
  window.told = [];
  console.error = (...parts) => void window.told.push(['console', parts.join(' ')]);
  for (const type of ['error', 'unhandledrejection'])
    addEventListener(type, () => window.told.push(['uncaught', type]));
  window.watch = ({ hooks }, name) =>
    hooks.addPlugin(
      name,
      (api) => {
        const note = (hook: string) => (payload: any) => {
          const { host, element } = payload;
          const plain = { ...payload, ...(host && { host: host.id }) };
          if (element) plain.element = element.localName;
          window.told.push([hook, plain]);
        };
        for (const hook of ['connect', 'disconnect', 'beforePatch', 'afterPatch', 'event'] as const)
          api.hooks[hook].tap(note(hook));
      },
      {},
    );
}

/** Opens a page with a plugin that notes what all hooks tell, and whose region has joined. */
export const openWatched = (
  browser: Browser,
  html: string,
  options: LiveOptions = {},
): Promise<LivePage> =>
  LivePage.joined(browser, html, {
    before: defineWatch,
    prepare: (client) => window.watch(client, 'acme:watch'),
    ...options,
  });

/** The payloads of some hooks, in the order in which they were told. */
export const toldBy = ({ page }: LivePage, ...hooks: string[]): Promise<[string, any][]> =>
  page.evaluate((names) => window.told.filter(([name]) => names.includes(name)), hooks);
