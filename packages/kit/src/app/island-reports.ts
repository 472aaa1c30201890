import { isRecord } from '@skerry/wire';
import { FastResponse } from 'srvx/node';

import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { Quota } from '../core/quota.js';
import type { Hooks } from '../hooks/types.js';
import type { Assets } from '../page/assets.js';
import type { IslandInfo } from '../template/island-element.js';
import { readBounded } from './read-bounded.js';
import type { Visit } from './visit.js';

/** The path at which browsers report islands that failed. */
export const islandReportPath = '/_skerry/islands/error';

/** What a browser says of an island that failed. */
interface IslandReport {
  name: string;
  strategy: string;
  phase: (typeof phases)[number];
  message: string;
}

const phases = ['load', 'hydrate', 'render'] as const;

/** What taking reports asks of the app. */
export interface IslandReportsOptions {
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly assets: Assets;
}

/** Takes what browsers report of islands that failed, within bounds, and hands it to `onError`. */
export class IslandReports {
  readonly #options: IslandReportsOptions;
  readonly #quota: Quota;

  constructor(options: IslandReportsOptions) {
    const { islandReports, islandReportsPerVisitor } = options.limits;
    this.#options = options;
    this.#quota = new Quota(islandReports, islandReportsPerVisitor);
  }

  /** Answers a request for {@link islandReportPath}. */
  async answer(visit: Visit): Promise<Response> {
    const { request, session } = visit;
    if (request.method !== 'POST')
      return new FastResponse(null, { status: 405, headers: { allow: 'POST' } });
    const { hooks, limits } = this.#options;
    // What is dropped is answered as what is taken: nobody is to wait for it, or to try again.
    if (!this.#quota.take(visitorsOf(visit))) return new FastResponse(null, { status: 204 });
    // Where the line is cut there is nobody to answer.
    const text = await readBounded(request, limits.islandReportBytes).catch(() => '');
    if (text === undefined) return refused(413, 'The report is too large.');
    const report = readReport(text);
    if (!report) return refused(400, 'That is no report of an island.');
    const error = fail('island-in-browser', { ...report, island: report.name });
    hooks.onError.call({
      error,
      where: 'island',
      island: this.#infoOf(report),
      session: session.held,
    });
    return new FastResponse(null, { status: 204 });
  }

  /** The island of a report as plugins may use it to count by: one of this build, or none by name. */
  #infoOf({ name, strategy }: IslandReport): IslandInfo {
    const known = this.#options.assets.isIsland?.(name, strategy) ?? true;
    return known ? { name, strategy } : { name: 'unknown', strategy: 'unknown' };
  }
}

/** Whom a report is counted for: the session, where the browser has one, and the network that it comes from. */
function visitorsOf({ address, session: { held } }: Visit): string[] {
  const known = held ? [held.id] : [];
  return address === '' ? known : [...known, address];
}

const refused = (status: number, reason: string): Response =>
  new FastResponse(reason, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

function readReport(text: string): IslandReport | undefined {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(report)) return undefined;
  const { name, strategy, phase, message } = report;
  if (!isText(name, 256) || !isText(strategy, 64) || typeof message !== 'string') return undefined;
  const known = phases.find((one) => one === phase);
  return known && { name, strategy, phase: known, message };
}

const isText = (value: unknown, length: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= length;
