import type { LayoutProps } from '@skerry/kit';

import './layout.css';

export const head = { link: [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }] };

export const headers = {
  'content-security-policy': import.meta.env.DEV
    ? "default-src 'self'; style-src 'self' 'unsafe-inline'"
    : "default-src 'self'",
};

export default function Layout({ children }: LayoutProps) {
  return <main>{children}</main>;
}
