/** What the pages, the feed and the site map say about the blog. */
export const site = {
  title: 'Harbour notes',
  description: 'Boats, weather, and what came up in the nets.',
  origin: 'https://blog.harbour.example',
};

/** The address of a path for those who read it elsewhere. */
export const addressOf = (path: string): string => new URL(path, site.origin).href;
