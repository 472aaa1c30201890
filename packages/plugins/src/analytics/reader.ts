import { type Guard, type Locals, useLocals } from '@skerry/kit';

import type { DayVisitors } from './counters/visitors.js';
import type { MemorySink, Report } from './sinks/memory.js';
import type { Span } from './sinks/series.js';

/** What analytics has counted, as other plugins and the app read it. */
export interface AnalyticsReader {
  /** Reports what was seen in the latest minutes, hours or days. */
  readReport(span: Span): Report;
  /** The visitors of today (UTC) so far. */
  visitorsToday(): DayVisitors;
}

/** Makes the reader of a memory sink. */
export const readerOf = (
  memory: MemorySink,
  visitorsToday: () => DayVisitors,
): AnalyticsReader => ({
  readReport: (span) => memory.readReport(span),
  visitorsToday,
});

/** What the dashboard needs of the plugin that serves it. */
export interface DashboardAccess {
  readonly reader: AnalyticsReader;
  /** The same for the viewers of the dashboard, who share reports that are up to a second old. */
  readonly shared: AnalyticsReader;
  /** Decides who may see the dashboard. */
  readonly guard: Guard;
}

const accesses = new WeakMap<Locals, DashboardAccess>();

/** Gives the pages and regions of a request or a connection access to what was counted. */
export const grantAccess = (locals: Locals, access: DashboardAccess): void =>
  void accesses.set(locals, access);

/** The access of some locals; `undefined` if their app has no plugin `analytics`. */
export const accessOf = (locals: Locals): DashboardAccess | undefined => accesses.get(locals);

/**
 * Returns what analytics has counted, in a page, an endpoint or a live view of an app with the plugin.
 *
 * @throws Error if the app has no plugin `analytics`
 */
export function useAnalytics(): AnalyticsReader {
  const access = accessOf(useLocals());
  if (!access)
    throw new Error(
      'useAnalytics() found no analytics: add analytics() of @skerry/plugins/analytics to the `plugins` of defineApp().',
    );
  return access.reader;
}
