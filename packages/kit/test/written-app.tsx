import type { AppConfig } from '../src/core/config.js';
import { type Assets, noAssets } from '../src/page/assets.js';
import type { IslandsModule } from '../src/page/islands-module.js';
import { PageFile } from '../src/page/holes.js';
import type { PageProps } from '../src/page/module.js';
import { prerenderApp } from '../src/prerender/prerender.js';
import { startApp } from './app.js';
import { chromium } from './streamed-app.js';

/** Writes a page at `/` into its file, and serves it: an app and the file. */
export async function serveWritten(
  page: (props: PageProps) => unknown,
  more: object = {},
  config: AppConfig = {},
  own: Partial<Assets> = {},
  islands?: IslandsModule,
) {
  const routes = { 'index.tsx': { default: page, prerender: true, ...more } };
  const script = (name: string) => ({ script: `/${name}.js`, preloads: [], styles: [] });
  const assets = { ...noAssets, late: script('late'), holes: script('holes'), ...own };
  let html = '';
  const modules = { routes, views: {}, islands };
  const { pages } = await prerenderApp(
    { modules, assets },
    ({ content }) => void (html = String(content)),
  );
  const { holes: prefix = '', links } = pages['/']!;
  const pageFiles = { '/': new PageFile(html, prefix, links) };
  const failures: string[] = [];
  const onFailure = ({ message }: Error, where: string) => failures.push(`${where}: ${message}`);
  const { ask } = startApp(routes, { assets, pageFiles, onFailure, config, islands });
  const open = (headers: Record<string, string> = chromium, path = '/') => ask(path, { headers });
  return { html, prefix, open, ask, failures };
}

/** The late content, by the path of its place. */
export const filled = (html: string): string[] =>
  [...html.matchAll(/<template for="[\w-]{12}-(?:at-)?(.*?)">(.*?)<\/template>/gs)].map(
    ([, path, content]) => `${path} ${content}`,
  );
