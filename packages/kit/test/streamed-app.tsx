import type { AppConfig } from '../src/core/config.js';
import type { MarkupInspector } from '../src/markup/inspector.js';
import type { IslandsModule } from '../src/page/islands-module.js';
import { type Assets, noAssets } from '../src/page/assets.js';
import { Suspense, type SuspenseProps } from '../src/template/suspense.js';
import { startApp } from './app.js';
import { type Deferred, deferred } from './deferred.js';

/** What a browser says that puts late content in its place itself. */
export const chromium = { 'sec-ch-ua': '"Chromium";v="156", "Not:A-Brand";v="8"' };
const assets: Assets = {
  ...noAssets,
  late: { script: '/late.js', preloads: [], styles: [] },
  lateStyles: { script: '/late-styles.js', preloads: [], styles: [] },
  islandPreloads: (name) => [`/${name}.js`],
};

/** Reads an answer chunk by chunk. */
export function chunksOf(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await reader.read()).value,
    async rest() {
      let text = '';
      for (let next; (next = await reader.read()), !next.done;) text += next.value;
      return text;
    },
    cancel: () => reader.cancel(),
  };
}

/** An app with one page, whose parts arrive when the test lets them. */
export function serveStreamed(
  page: (part: (name: string) => Promise<string>) => unknown,
  options: { markup?: MarkupInspector; config?: AppConfig; islands?: IslandsModule } = {},
) {
  const parts = new Map<string, Deferred<string>>();
  const part = (name: string): Deferred<string> => {
    if (!parts.has(name)) parts.set(name, deferred<string>());
    return parts.get(name)!;
  };
  const failures: { error: Error; where: string }[] = [];
  const { ask } = startApp(
    { 'index.tsx': { default: () => page((name) => part(name).promise) } },
    {
      assets,
      onFailure: (error: Error, where: string) => failures.push({ error, where }),
      ...options,
    },
  );
  const open = async (headers: Record<string, string> = chromium, path = '/') =>
    ask(path, { headers });
  return { open, part, failures };
}

/** Content in a boundary. */
export const waiting = (children: SuspenseProps['children'], more: Partial<SuspenseProps> = {}) => (
  <Suspense fallback={<i>wait</i>} {...more}>
    {children}
  </Suspense>
);
/** The late content in HTML: the number of each boundary, and its content. */
export const templates = (html: string) =>
  [...html.matchAll(/<template for="[\w-]+-(\d+)">(.*?)<\/template>\n?/gs)].map(
    ([, number, content]) => `${number} ${content}`,
  );
