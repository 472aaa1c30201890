import type { IslandPhase } from '@skerry/wire';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';

let browser: Browser;
let opened: IslandPage;
beforeAll(async () => {
  browser = await launchBrowser();
  const html = await island('counter.island', {
    props: { start: 1, label: 'c' },
    on: 'interaction',
  });
  opened = await IslandPage.open(browser, html, { held: ['counter.island.js'] });
  await opened.page.waitForFunction(
    () => document.querySelector('skerry-island')?.phase === 'waiting',
  );
});
afterAll(() => browser.close());

type Event = 'parsed' | 'connected' | 'due' | 'left' | 'failed';
/** The state that an island begins in; a live one is `mounted` after its scheduled mount. */
type Start = IslandPhase | 'parsing' | 'mounted';

const starts: Start[] = ['parsing', 'gone', 'waiting', 'loading', 'live', 'mounted', 'failed'];

/** The phase after each event, by the phase before; an empty one means no change. */
const table: Record<Event, (IslandPhase | '')[]> = {
  parsed: ['waiting', 'waiting', '', '', '', '', ''],
  connected: ['', 'waiting', '', '', '', '', ''],
  due: ['', '', 'loading', '', '', '', ''],
  left: ['', '', 'gone', '', '', 'gone', ''],
  failed: Array.from(starts, () => 'failed'),
};

/** Puts a copy of the page's island into a phase, and returns the phase after the event. */
const phaseAfter = (start: Start, event: Event) =>
  opened.page.evaluate(
    async ([start, event]) => {
      const host = document
        .querySelector('skerry-island')!
        .cloneNode(true) as HTMLElementTagNameMap['skerry-island'];
      document.body.append(host);
      if (start === 'mounted') {
        host.phase = 'live';
        host.show = () => {};
      } else if (start !== 'parsing') host.phase = start;
      if (event === 'parsed') host.append(document.createElement('skerry-end'));
      else if (event === 'connected') host.connectedCallback();
      else if (event === 'due') host.hydrate();
      else if (event === 'left') host.remove();
      else host.fail(new Error('It fails.'));
      await Promise.resolve();
      const { phase } = host;
      host.remove();
      return phase ?? 'parsing';
    },
    [start, event] as const,
  );

test.each(Object.entries(table))('the event “%s” leads to the next phase', async (event, row) => {
  for (const [i, start] of starts.entries()) {
    const stays = start === 'mounted' ? 'live' : start;
    expect([start, await phaseAfter(start, event as Event)]).toEqual([start, row[i] || stays]);
  }
});

test('an island is live once its script is there', async () => {
  await opened.page.$eval('skerry-island', (host) => void host.hydrate());
  expect(await opened.page.$eval('skerry-island', (host) => host.phase)).toBe('loading');
  opened.release('counter.island.js');
  await opened.page.waitForFunction(
    () => document.querySelector('skerry-island')!.phase === 'live',
  );
});
