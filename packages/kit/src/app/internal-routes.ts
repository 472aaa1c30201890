import { islandReportPath } from '@skerry/wire';

import type { RequestContext } from '../core/request-context.js';
import type { IslandReports } from './island-reports.js';

/** The handlers of requests for Skerry's own paths, by path. They run once guards have been asked. */
export type InternalRoutes = ReadonlyMap<string, (context: RequestContext) => Promise<Response>>;

/** Dependencies of the handlers. */
export interface InternalRoutesOptions {
  readonly islandReports: IslandReports;
}

/** Makes the table of Skerry's own paths. The upgrade to WebSocket is not among them: `takeUpgrades` hands it to the app. */
export const createInternalRoutes = ({ islandReports }: InternalRoutesOptions): InternalRoutes =>
  new Map([[islandReportPath, (context) => islandReports.answer(context)]]);
