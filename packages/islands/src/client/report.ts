import { islandReportPath } from '@skerry/wire';

/** The work of an island when it failed; `parse` if the parser of the page has moved it out of its host. */
export type Phase = 'load' | 'hydrate' | 'render' | 'parse';

/** The detail of the event `skerry:island-error`. */
export interface IslandErrorDetail {
  name: string;
  strategy: string;
  phase: Phase;
  error: unknown;
}

/** The maximum number of failures that a page reports to the server. */
const mostReports = 5;
let reports = 0;

/** Throws an error to the page, and reports it to the server. */
export function tellServer({ name, strategy, phase, error }: IslandErrorDetail): void {
  reportError(error);
  if (reports++ >= mostReports) return;
  const message = String((error as Error | undefined)?.message ?? error).slice(0, 500);
  navigator.sendBeacon(islandReportPath, JSON.stringify({ name, strategy, phase, message }));
}
