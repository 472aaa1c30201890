import { defineEndpoint } from '@skerry/kit';

import { notes } from '../notes.ts';

const paths = ['/', '/about', '/counter', '/islands', '/notes', '/stream', '/table', '/todo'];

/** The pages that search engines may show. The host is the one that they asked. */
export const GET = defineEndpoint('/sitemap.xml', async ({ url }) => {
  const written = (await notes.entries()).map(({ slug }) => `/notes/${slug}`);
  const entries = [...paths, ...written].map(
    (path) => `<url><loc>${url.origin}${path}</loc></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join('')}</urlset>
`;
});
