import { AsyncLocalStorage } from 'node:async_hooks';

import { expect } from 'vitest';

import { deny } from '../src/core/deny.js';
import { defineLive, guarded, type LiveView } from '../src/live/author/define.js';
import { deferred } from './deferred.js';
import { Recorder } from './recorder.js';
import { type Line, serveViews, type Site, type SiteOptions } from './visitor.js';

export const traceId = `${'a'.repeat(31)}1`;
const parentId = `${'b'.repeat(15)}2`;
/** A header that continues a trace. */
export const traceparent = `00-${traceId}-${parentId}-01`;
/** The trace that it continues. */
export const trace = { traceId, parentId, isSampled: true, requestId: expect.any(String) };

/** The place where a tool that traces keeps what is at work. */
export const stored = new AsyncLocalStorage<unknown>();

/** An app that is served, with a recorder of its tracing channels. */
export class TracedSite {
  site!: Site;
  recorder!: Recorder;
  /** The handler of `wait` waits for it. */
  readonly opened = deferred<void>();
  /** The store that each handler of `wait` has found, before and after it waited. */
  readonly seen: [before: unknown, after: unknown][] = [];

  /** A view whose events end in every way. */
  readonly view = defineLive(
    {
      mount: () => ({ count: 0 }),
      events: {
        add: (live) => live.assign({ count: live.state.count + 1 }),
        wait: async (live) => {
          const before = stored.getStore();
          await this.opened.promise;
          this.seen.push([before, stored.getStore()]);
          live.assign({ count: live.state.count + 1 });
        },
        nothing() {},
        leave: (live) => live.redirect('/elsewhere'),
        fail() {
          throw new Error('on purpose');
        },
        deny: guarded(
          () => deny('Not you.'),
          () => {},
        ),
        breakView: (live) => live.assign({ count: -1 }),
      },
    },
    ({ state }) => {
      if (state.count < 0) throw new Error('no such count');
      return <p>{state.count}</p>;
    },
    'view',
  );

  /** Serves a view, and records these channels. */
  async serve(
    names: ConstructorParameters<typeof Recorder>[0],
    options?: SiteOptions,
    view: LiveView = this.view,
  ): Promise<void> {
    this.site = await serveViews({ view }, options);
    this.recorder = new Recorder(names);
  }

  /** Fetches the page without a trace, and joins its region over a connection with one. */
  async open(headers: Record<string, string> = { traceparent }): Promise<Line> {
    const { cookie, hosts } = await this.site.visit();
    const line = await this.site.connect(cookie, { headers });
    await line.join(1, hosts[0]!, { have: 0, page: 'page' });
    return line;
  }

  async stop(): Promise<void> {
    this.recorder.stop();
    await this.site.stop();
  }
}
