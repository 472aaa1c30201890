import { describe, expect, test } from 'vitest';

import { deny } from '../../core/deny.js';
import type { Locals } from '../../core/locals.js';
import { defineLive } from '../../live/author/define.js';
import { definePlugin } from '../../plugin/define.js';
import { createTestApp } from '../create-test-app.js';
import { liveVisitor } from './visit.js';

type Named = Locals & { user?: string };

/** A visitor's name is known to the app, and not to the test. */
const naming = definePlugin<object>({
  name: 'test:naming',
  setup({ hooks }) {
    hooks.beforeRequest.tap(({ locals, request }) => {
      (locals as Named).user = request.headers.get('cookie') ? 'Ann' : 'Nobody';
    });
  },
});

const Who = defineLive(
  {
    mount: () => ({ said: '' }),
    events: { say: (live) => live.assign({ said: `${(live.locals as Named).user} spoke` }) },
  },
  ({ state, on }) => (
    <main>
      <button lv-click={on.say()}>Say</button>
      <p>{state.said}</p>
    </main>
  ),
  'who',
);
const routes = { 'index.tsx': { default: () => <Who /> } };
const views = { who: Who };

describe('the connection of a visitor', () => {
  test('has what beforeRequest has set for it', async () => {
    const app = createTestApp({ routes, views, plugins: [naming()] });
    await liveVisitor(app)('/').click('Say').see('Ann spoke');
  });

  test.each(['beforeRequest', 'beforeConnect'] as const)(
    'is refused by %s, and the page stays',
    async (hook) => {
      const refusing = definePlugin<object>({
        name: 'test:refusing',
        setup({ hooks }) {
          if (hook === 'beforeConnect') hooks.beforeConnect.tap(() => deny('Sailors only.'));
          else
            hooks.beforeRequest.tap(({ url }) =>
              url.pathname === '/' ? undefined : deny('Sailors only.'),
            );
        },
      });
      const app = createTestApp({ routes, views, plugins: [refusing()] });
      await expect(liveVisitor(app)('/').see('Say').click('Say')).rejects.toMatchObject({
        name: 'LiveTestError',
        message: 'The server has refused the connection of the page: 403, Sailors only.',
      });
    },
  );

  test('counts until its page is left', async () => {
    const app = createTestApp({ routes, views, config: { limits: { maxConnections: 1 } } });
    const first = liveVisitor(app)('/').click('Say');
    await first;
    await expect(liveVisitor(app)('/').click('Say')).rejects.toThrow(
      'The server has refused the connection of the page: 503, The server has too many connections.',
    );
    await first.leave();
    await liveVisitor(app)('/').click('Say').see('spoke');
  });
});
