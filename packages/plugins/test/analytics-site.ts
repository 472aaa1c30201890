import { createApp, noAssets, serveApp } from '@skerry/kit/server';
import type { AppModules } from '@skerry/kit/server';

import { Site } from '../../kit/test/visitor.js';
import {
  analytics,
  type AnalyticsOptions,
  type Measurement,
  type Metric,
} from '../src/analytics/index.js';

/** What a browser of a person says of itself. */
export const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Firefox/152.0' };

/** An app with analytics that is served, and everything that its sink has taken. */
export class AnalyticsSite extends Site {
  readonly taken: Measurement[] = [];
  /** What was written to the log as errors. */
  readonly logged: unknown[][] = [];

  /** The names that a metric was recorded under, with their details. */
  namesOf(metric: Metric): string[] {
    return this.taken
      .filter((each) => each.metric === metric)
      .map(({ name, detail }) => [name, ...(detail === undefined ? [] : [detail])].join(' '));
  }

  /** Asks for a page as a browser of a person does. */
  get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    return fetch(this.origin + path, {
      method,
      redirect: 'manual',
      headers: { ...firefox, ...headers },
    });
  }

  /** Sends a beacon as a page of the app does. */
  tell(beacon: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.origin}/seen`, {
      method: 'POST',
      headers: {
        ...firefox,
        origin: this.origin,
        'content-type': 'text/plain;charset=UTF-8',
        ...headers,
      },
      body: typeof beacon === 'string' ? beacon : JSON.stringify(beacon),
    });
  }
}

/** The one island that the builds of tests have. */
const isIsland = (name: string, strategy: string): boolean =>
  name === 'islands/chart.island' && strategy === 'visible';

/** Serves pages over a real server, with analytics. */
export async function serveAnalytics(
  modules: Pick<AppModules, 'routes'> & Partial<AppModules>,
  options: AnalyticsOptions = {},
): Promise<AnalyticsSite> {
  const site = new AnalyticsSite();
  const sinks = [...(options.sinks ?? []), (each: Measurement) => void site.taken.push(each)];
  const log = {
    info() {},
    warn() {},
    error: (...entry: unknown[]) => void site.logged.push(entry),
  };
  site.app = createApp({
    modules: {
      views: {},
      ...modules,
      config: { log, ...modules.config, plugins: [analytics({ ...options, sinks })] },
    },
    assets: { ...noAssets, isIsland },
    mode: 'development',
    build: 'test',
    secret: 'a secret for tests, of 32 bytes or more',
  });
  site.server = await serveApp(site.app, { port: 0, host: '127.0.0.1' });
  return site;
}
