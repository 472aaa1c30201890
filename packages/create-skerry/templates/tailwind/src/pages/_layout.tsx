import type { LayoutProps } from '@skerry/kit';

import '../style.css';

export const head = {
  title: 'skerry-app',
  html: { lang: 'en' },
  link: [{ rel: 'icon', href: '/favicon.svg' }],
};

export default function Layout({ children }: LayoutProps) {
  return <main class="mx-auto my-12 max-w-2xl space-y-4 px-4">{children}</main>;
}
