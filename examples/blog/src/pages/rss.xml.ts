import { defineEndpoint } from '@skerry/kit';

import { posts } from '../posts.ts';
import { addressOf, site } from '../site.ts';
import { escapeXml } from '../xml.ts';

export const prerender = true;

export const GET = defineEndpoint('/rss.xml', async () => {
  const items = (await posts.entries()).map(
    ({ slug, data }) => `
    <item>
      <title>${escapeXml(data.title)}</title>
      <link>${addressOf(`/posts/${slug}`)}</link>
      <guid>${addressOf(`/posts/${slug}`)}</guid>
      <pubDate>${data.day.toUTCString()}</pubDate>
      <description>${escapeXml(data.description)}</description>
    </item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${escapeXml(site.title)}</title>
    <link>${addressOf('/')}</link>
    <description>${escapeXml(site.description)}</description>
    <atom:link rel="self" type="application/rss+xml" href="${addressOf('/rss.xml')}"/>${items.join('')}
  </channel>
</rss>
`;
});
