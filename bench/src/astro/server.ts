import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { runServer } from '@skerry/kit/server';

import { noAssets } from '../../../packages/kit/dist/page/assets.js';

/** Sends Astro's pages and files as Skerry sends an app's, so that the comparison excludes the servers. */
const [, , files, pages] = process.argv as [string, string, string, string];

const routes = readdirSync(pages).map((file) => {
  const html = readFileSync(join(pages, file), 'utf8');
  const GET = () => new Response(html, { headers: { 'content-type': 'text/html' } });
  return [`api/${basename(file, '.html')}.ts`, { GET }];
});

await runServer({
  modules: { routes: Object.fromEntries(routes), views: {} },
  assets: noAssets,
  build: 'bench',
  files,
});
