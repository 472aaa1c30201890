import type { LayoutProps } from '@skerry/kit';

import Bell from '../live/bell.live.tsx';
import '../styles/main.css';

export const head = {
  titleTemplate: '%s · Skerry',
  openGraph: { siteName: 'Skerry', type: 'website' },
  description: 'Live pages, rendered on the server and kept up to date by small diffs.',
  link: [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }],
  meta: [
    { name: 'theme-color', content: '#f3f6f7', media: '(prefers-color-scheme: light)' },
    { name: 'theme-color', content: '#0b1b26', media: '(prefers-color-scheme: dark)' },
  ],
};

// Vite's error overlay brings its styles inline.
const styles = import.meta.env.DEV ? "'self' 'unsafe-inline'" : "'self'";
// Its client has no policy for markup.
const trusted = import.meta.env.DEV
  ? ''
  : "; require-trusted-types-for 'script'; trusted-types skerry";

export const headers = {
  'content-security-policy':
    `default-src 'none'; script-src 'self'; style-src ${styles}; img-src 'self'; font-src 'self'; ` +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" +
    trusted,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

const pages = [
  ['/', 'Home'],
  ['/counter', 'Counter'],
  ['/todo', 'Tasks'],
  ['/form', 'Form'],
  ['/chat', 'Chat'],
  ['/fields', 'Fields'],
  ['/table', 'Table'],
  ['/islands', 'Islands'],
  ['/twins', 'Twins'],
  ['/watch', 'Watch'],
  ['/tower', 'Tower'],
  ['/stream', 'Stream'],
  ['/notes', 'Notes'],
  ['/login', 'Office'],
  ['/about', 'About'],
] as const;

export default function Layout({ children, url }: LayoutProps) {
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="/">
          <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <path class="rock" d="M4 20 12 9l4 5 3-3 9 9z" />
            <path class="wave" d="M2 22q3.5-3 7 0t7 0 7 0 7 0M2 27q3.5-3 7 0t7 0 7 0 7 0" />
          </svg>
          Skerry
        </a>
        <nav aria-label="Pages">
          <ul>
            {pages.map(([path, name]) => (
              <li key={path}>
                <a href={path} aria-current={url.pathname === path ? 'page' : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="content" tabindex={-1}>
        <p class="note offline">
          The connection to the server was dropped. This page tries again by itself.
        </p>
        <p class="note refused" role="status" data-notice=""></p>
        {children}
      </main>
      {url.pathname !== '/about' && (
        <footer>
          <Bell />
          <p>
            The bell is a live view in the layout. Ring it, and every open page counts the stroke.
          </p>
        </footer>
      )}
    </>
  );
}
