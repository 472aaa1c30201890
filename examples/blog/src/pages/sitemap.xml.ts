import { defineEndpoint } from '@skerry/kit';

import { posts } from '../posts.ts';
import { addressOf } from '../site.ts';

export const prerender = true;

export const GET = defineEndpoint('/sitemap.xml', async () => {
  const paths = ['/', ...(await posts.entries()).map(({ slug }) => `/posts/${slug}`)];
  const urls = paths.map((path) => `\n  <url><loc>${addressOf(path)}</loc></url>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}
</urlset>
`;
});
