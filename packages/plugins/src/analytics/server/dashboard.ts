import type { Guard, PluginApi } from '@skerry/kit';

import type { DashboardOptions } from '../options.js';
import type { SharedReports } from './shared-reports.js';

/** The modules of the dashboard, as packages import them. */
const pagePart = '@skerry/plugins/analytics/dashboard';
const viewPart = '@skerry/plugins/analytics/dashboard/overview.live.tsx';

/** The topic that tells the dashboard of news. */
export const topic = 'skerry:analytics';

/** Milliseconds between two updates of the dashboard. */
const interval = 1000;

/** The part of the plugin auth that the dashboard uses. */
interface Roles {
  require(role: string): Guard;
}

/** The dependencies of the choice of a guard. */
export interface GuardChoice {
  readonly options: DashboardOptions;
  /** The plugin auth, if the app has it. */
  readonly auth: Roles | undefined;
  readonly mode: PluginApi<unknown>['mode'];
}

/**
 * The guard of the dashboard: its own, or that of a role. Without both everybody may see it in development.
 *
 * @throws Error in production, if nothing guards it
 */
export function chooseGuard({ options, auth, mode }: GuardChoice): Guard {
  const { guard, role = 'admin' } = options;
  if (guard) return guard;
  if (auth) return auth.require(role);
  if (mode === 'production')
    throw new Error(
      'The dashboard would be open to everybody: add the plugin auth, or give `dashboard.guard` of analytics() a guard. Leave `dashboard` out to have none.',
    );
  return () => undefined;
}

/** The dependencies of the updates. */
export interface DashboardUpdates {
  /** The reports that viewers share until the next update. */
  readonly shared: SharedReports;
  /** Tells whether anything was recorded since the last call. */
  hasNews(): boolean;
}

/** Adds the page of the dashboard and its live view, and tells the view once a second that there is news. */
export function addDashboard(
  { routes, live, hooks, publish, onStop }: PluginApi<unknown>,
  path: string,
  { shared, hasNews }: DashboardUpdates,
): void {
  routes.page(path, pagePart);
  live(viewPart);
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    shared.release();
  };
  const update = () => {
    shared.renew();
    if (hasNews()) publish(topic);
  };
  hooks.afterMount.tap(({ region }) => {
    if (!isDashboard(region.view) || timer) return;
    shared.renew();
    timer = setInterval(update, interval).unref();
  });
  // Nobody looks any more.
  hooks.onBroadcast.tap((message) => {
    if (message.topic === topic && message.receivers === 0) stop();
  });
  onStop(stop);
}

/** Tells whether a live view is the dashboard's: it does not count itself. */
export const isDashboard = (view: string): boolean => view.endsWith('analytics/dashboard/overview');
