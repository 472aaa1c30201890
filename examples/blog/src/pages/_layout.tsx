import type { LayoutProps, PageProps } from '@skerry/kit';

import { addressOf, site } from '../site.ts';
import '../style.css';

export const head = ({ url }: PageProps) => ({
  title: site.title,
  titleTemplate: `%s · ${site.title}`,
  description: site.description,
  canonical: addressOf(url.pathname),
  openGraph: { type: 'website', siteName: site.title },
  html: { lang: 'en' },
  link: [
    { rel: 'icon', href: '/favicon.svg' },
    { rel: 'alternate', type: 'application/rss+xml', title: site.title, href: '/rss.xml' },
  ],
});

export default function Layout({ children }: LayoutProps) {
  return (
    <>
      <header>
        <a class="name" href="/">
          {site.title}
        </a>
        <a href="/rss.xml">Feed</a>
      </header>
      <main>{children}</main>
    </>
  );
}
