import type { LayoutProps } from '@skerry/kit';

import '../style.css';

export const head = {
  title: 'Dashboard',
  html: { lang: 'en' },
  link: [{ rel: 'icon', href: '/favicon.svg' }],
};

export default function Layout({ children }: LayoutProps) {
  return <main>{children}</main>;
}
