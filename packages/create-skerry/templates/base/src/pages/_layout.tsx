import type { LayoutProps } from '@skerry/kit';
import { pathTo } from '@skerry/kit/paths';

import '../style.css';

export const head = {
  title: 'skerry-app',
  html: { lang: 'en' },
  link: [{ rel: 'icon', href: pathTo('/favicon.svg') }],
};

export default function Layout({ children }: LayoutProps) {
  return <main>{children}</main>;
}
