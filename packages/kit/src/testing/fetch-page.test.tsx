import { expect, test } from 'vitest';

import { defineLive } from '../live/author/define.js';
import { Suspense } from '../template/suspense.js';
import { fetchPage } from './fetch-page.js';

test('a page that is fetched may have a live view in late content alone', async () => {
  const Counter = defineLive(
    { mount: ({ session }) => ({ session: session.id }) },
    ({ state }) => <b>{state.session.length}</b>,
    'counter',
  );
  const Late = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return <Counter />;
  };
  const page = () => (
    <Suspense fallback="wait">
      <Late />
    </Suspense>
  );
  const modules = { routes: { 'index.tsx': { default: page } }, views: { counter: Counter } };
  const { document, headers } = await fetchPage(modules, '/');
  expect(document.querySelector('b')?.textContent).toBe('22');
  expect(headers.get('set-cookie')).toContain('session');
});
