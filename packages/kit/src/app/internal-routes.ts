import { islandReportPath } from '@skerry/wire';

import { underBase } from '../core/base.js';
import type { RequestContext } from '../core/request-context.js';
import { failureScript, failureScriptPath } from '../page/failure-page.js';
import type { IslandReports } from './island-reports.js';
import { speculationPath } from '../page/response.js';
import { tapTracePath } from './tap-trace.js';
import { tapTraceResponse } from './tap-trace-page.js';

/** The handlers of requests for Skerry's own paths, by path. They run once guards have been asked. */
export type InternalRoutes = ReadonlyMap<
  string,
  (context: RequestContext) => Response | Promise<Response>
>;

/** Dependencies of the handlers. */
export interface InternalRoutesOptions {
  readonly islandReports: IslandReports;
  /** Makes the rules by which browsers load pages ahead, if the app has some. */
  readonly speculationRules?: (() => Response) | undefined;
  /** True if developers are shown taps and failures. */
  readonly development: boolean;
  /** The path of the app. */
  readonly base: string;
}

/** Makes the table of Skerry's own paths. The upgrade to WebSocket is not among them: `takeUpgrades` hands it to the app. */
export function createInternalRoutes({
  islandReports,
  speculationRules,
  development,
  base,
}: InternalRoutesOptions): InternalRoutes {
  const routes = new Map<string, (context: RequestContext) => Response | Promise<Response>>();
  const add = (path: string, handler: (context: RequestContext) => Response | Promise<Response>) =>
    routes.set(underBase(base, path), handler);
  add(islandReportPath, (context) => islandReports.answer(context));
  if (speculationRules) add(speculationPath, speculationRules);
  if (!development) return routes;
  add(tapTracePath, tapTraceResponse);
  add(failureScriptPath, failureScript);
  return routes;
}
