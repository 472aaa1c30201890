import type { LayoutProps } from '@skerry/kit';
import { require } from '@skerry/plugins/auth';

export const guard = require('admin');

export default function Office({ children, url }: LayoutProps) {
  const pages = [
    ['/admin', 'Audit trail'],
    ['/admin/analytics', 'Analytics'],
  ] as const;
  return (
    <>
      <nav class="office" aria-label="Harbour office">
        <ul>
          {pages.map(([path, name]) => (
            <li key={path}>
              <a href={path} aria-current={url.pathname === path ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
        <form method="post" action="/auth/logout">
          <input type="hidden" name="back" value="/login" />
          <button class="plain">Log out</button>
        </form>
      </nav>
      {children}
    </>
  );
}
