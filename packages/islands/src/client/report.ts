import { islandReportPath } from '@skerry/wire';

/** What an island was doing when it failed; `parse` where the parser of the page has moved it out of its host. */
export type Phase = 'load' | 'hydrate' | 'render' | 'parse';

/** What listeners to `skerry:island-error` are told. */
export interface IslandErrorDetail {
  name: string;
  strategy: string;
  phase: Phase;
  error: unknown;
}

/** So many failures of a page are told to the server. */
const mostReports = 5;
let reports = 0;

/** Throws an error to the page, and tells the server of it. */
export function tellServer({ name, strategy, phase, error }: IslandErrorDetail): void {
  reportError(error);
  if (reports++ >= mostReports) return;
  const message = String((error as Error | undefined)?.message ?? error).slice(0, 500);
  navigator.sendBeacon(islandReportPath, JSON.stringify({ name, strategy, phase, message }));
}
