import { defineEndpoint } from '@skerry/kit';

import { addressOf } from '../site.ts';

export const prerender = true;

export const GET = defineEndpoint(
  '/robots.txt',
  () => `User-agent: *\nAllow: /\n\nSitemap: ${addressOf('/sitemap.xml')}\n`,
);
