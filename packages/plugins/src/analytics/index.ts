import { definePlugin, type Guard, type PluginFactory } from '@skerry/kit';

import type { Sink } from './counters/measurement.js';
import { type AnalyticsOptions, optionsSchema } from './options.js';
import { type AnalyticsReader, grantAccess, readerOf } from './reader.js';
import { addDashboard, chooseGuard, isDashboard } from './server/dashboard.js';
import { beaconHandler } from './server/endpoint.js';
import { Recorder } from './server/recorder.js';
import { SharedReports } from './server/shared-reports.js';
import { tapPages } from './server/tap-pages.js';
import { tapErrors, tapRegions } from './server/tap-regions.js';
import { MemorySink, memorySink } from './sinks/memory.js';

export type { Measurement, Metric, Sink } from './counters/measurement.js';
export type { DayVisitors } from './counters/visitors.js';
export type { AnalyticsOptions, DashboardOptions } from './options.js';
export { accessOf, type AnalyticsReader, useAnalytics } from './reader.js';
export { jsonLines, type JsonLinesOptions } from './sinks/json-lines.js';
export { type MemoryOptions, memorySink, type Report, type ReportPoint } from './sinks/memory.js';
export type { NamedCount, NamedTimes } from './sinks/ranking.js';
export type { Span } from './sinks/series.js';

declare module '@skerry/kit' {
  interface PluginValues {
    /** What the plugin `analytics` has counted. */
    'skerry:analytics': AnalyticsReader;
  }
}

/**
 * Counts page views, visitors, events of live views, hydration, durations, web vitals and errors, without cookies, addresses
 * or names of visitors. It honours Do-Not-Track and Global Privacy Control.
 *
 * @example
 * defineApp({ plugins: [analytics({ path: '/seen', sinks: [jsonLines({ file: 'seen.jsonl' })] })] });
 */
export const analytics: PluginFactory<AnalyticsOptions> = definePlugin({
  name: 'skerry:analytics',
  version: '0.1.0',
  after: 'skerry:auth',
  options: optionsSchema,
  setup(api) {
    const { hooks, log, onStop, provide, routes, site } = api;
    const { path = '/seen', browser = true, dashboard = false } = api.options;
    const memory = memoryOf(api.options);
    const recorder = new Recorder({
      sinks: [...sinksOf(api.options), ...(memory.isAdded ? [memory.sink] : [])],
      report: (message, error) => log.error(message, error),
    });
    const reader = readerOf(memory.sink, () => recorder.visitorsToday());
    const shared = new SharedReports(reader);
    const shown = typeof dashboard === 'object' ? dashboard : {};
    const dashboardPath = dashboard ? (shown.path ?? '/analytics') : undefined;
    const own = [path, ...(dashboardPath === undefined ? [] : [dashboardPath])].map(site.pathTo);
    const isOwn = (asked: string) => own.includes(asked);

    // Nobody visits a page at build.
    if (!api.isBuild) {
      tapPages(hooks, { recorder, isOwn });
      tapRegions(hooks, { recorder, isOwn: isDashboard });
      tapErrors(hooks, recorder);
    }
    routes.endpoint(path, { POST: beaconHandler({ recorder, site, isOwn }) });
    if (browser)
      api.client('@skerry/plugins/analytics/browser', { path: site.pathTo(path) }, 'all');
    provide('skerry:analytics', reader);

    let guard: Guard = () => undefined;
    if (dashboardPath !== undefined) {
      guard = chooseGuard({ options: shown, auth: authOf(api), mode: api.mode });
      addDashboard(api, dashboardPath, { shared, hasNews: () => recorder.takeNews() });
    }
    hooks.beforeRequest.tap(({ locals }) => grantAccess(locals, { reader, shared, guard }));
    onStop(() => recorder.stopSinks());
  },
});

// seam: auth declares its value once both plugins are in one package.
const authOf = (api: { inject: unknown }) =>
  (api.inject as (name: string, options: object) => unknown)('skerry:auth', {
    optional: true,
  }) as Parameters<typeof chooseGuard>[0]['auth'];

const sinksOf = ({ sinks = [] }: AnalyticsOptions): Sink[] =>
  sinks.map((sink): Sink => (typeof sink === 'function' ? { take: sink } : sink));

/** The memory sink that reports are read from: the app's, or one of our own. */
function memoryOf({ sinks = [] }: AnalyticsOptions): { sink: MemorySink; isAdded: boolean } {
  const own = sinks.find((sink) => sink instanceof MemorySink);
  return { sink: own ?? memorySink(), isAdded: own === undefined };
}
