import { isRecord, regionIdPrefix } from '@skerry/wire';
import { AppResponse } from '../core/app-response.js';

import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { Quota } from '../core/quota.js';
import type { RequestContext } from '../core/request-context.js';
import type { LiveSession } from '../core/session.js';
import type { Hooks } from '../hooks/types.js';
import type { Region } from '../live/region/region.js';
import type { Assets } from '../page/assets.js';
import type { IslandInfo } from '../template/island/island-element.js';
import { readBounded } from '../core/read-bounded.js';

/** A browser's report of an island that failed. */
interface IslandReport {
  name: string;
  strategy: string;
  phase: (typeof phases)[number];
  message: string;
}

const phases = ['load', 'hydrate', 'render', 'parse'] as const;

/** A browser's report of a region that its parser has taken apart. */
interface RegionReport {
  /** The id of its host. */
  region: string;
}

/** The dependencies of reports. */
export interface IslandReportsOptions {
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly assets: Assets;
  /** The region with this id. */
  region(id: string): Region | undefined;
}

/** Takes browsers' reports of islands that failed, within bounds, and hands them to `onError`. */
export class IslandReports {
  readonly #options: IslandReportsOptions;
  readonly #quota: Quota;

  constructor(options: IslandReportsOptions) {
    const { maxIslandReports, maxIslandReportsPerVisitor } = options.limits;
    this.#options = options;
    this.#quota = new Quota(maxIslandReports, maxIslandReportsPerVisitor);
  }

  /** Answers a request for `islandReportPath`. */
  async answer(context: RequestContext): Promise<Response> {
    const { request, session } = context;
    if (request.method !== 'POST') return new AppResponse(null, 405, { allow: 'POST' });
    const { limits } = this.#options;
    // A dropped report is answered like any other: the browser must not wait, or try again.
    if (!this.#quota.take(visitorsOf(context))) return new AppResponse(null, 204);
    // On a dropped connection there is nobody to answer.
    const text = await readBounded(request, limits.maxIslandReportBytes).catch(() => '');
    if (text === undefined) return refused(413, 'The report is too large.');
    const report = readReport(text);
    if (!report) return refused(400, 'That is no report of an island.');
    if ('region' in report) this.#takeRegion(report, session.held);
    else this.#takeIsland(report, session.held);
    return new AppResponse(null, 204);
  }

  /** Only the visitor to whom a region belongs can report it. */
  #takeRegion({ region: host }: RegionReport, session: LiveSession | undefined): void {
    const region = this.#options.region(host.replace(regionIdPrefix, ''));
    if (region && region.session.id === session?.id)
      region.reportError(fail('region-in-browser', { view: region.view.id }), 'parse');
  }

  #takeIsland(report: IslandReport, session: LiveSession | undefined): void {
    const error = fail('island-in-browser', { ...report, island: report.name });
    const island = this.#infoOf(report);
    this.#options.hooks.onError.call({ error, where: 'island', island, session });
  }

  /** The island of a report, by which plugins may count: one of this build, or `unknown`. */
  #infoOf({ name, strategy }: IslandReport): IslandInfo {
    const known = this.#options.assets.isIsland?.(name, strategy) ?? true;
    return known ? { name, strategy } : { name: 'unknown', strategy: 'unknown' };
  }
}

/** The keys that count a report: the session, if the browser has one, and the network that it comes from. */
function visitorsOf({ address, session: { held } }: RequestContext): string[] {
  const known = held ? [held.id] : [];
  return address === '' ? known : [...known, address];
}

const refused = (status: number, reason: string): Response =>
  new AppResponse(reason, status, { 'content-type': 'text/plain; charset=utf-8' });

function readReport(text: string): IslandReport | RegionReport | undefined {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(report)) return undefined;
  const { region, name, strategy, phase, message } = report;
  if (isText(region, 64)) return { region };
  if (!isText(name, 256) || !isText(strategy, 64) || typeof message !== 'string') return undefined;
  const known = phases.find((one) => one === phase);
  return known && { name, strategy, phase: known, message };
}

const isText = (value: unknown, length: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= length;
