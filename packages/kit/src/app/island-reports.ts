import { isRecord } from '@skerry/wire';
import { FastResponse } from 'srvx/node';

import { isOwnOrigin } from '../channel/origin.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import type { Hooks } from '../hooks/types.js';
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
  /** Origins whose pages may report, beside the app's own. */
  readonly origins: ReadonlySet<string>;
}

/** Takes what browsers report of islands that failed, within bounds, and hands it to `onError`. */
export class IslandReports {
  readonly #options: IslandReportsOptions;
  /** How many reports were taken in this minute, of whom. */
  readonly #taken = new Map<string, number>();
  #total = 0;
  #minute = 0;

  constructor(options: IslandReportsOptions) {
    this.#options = options;
  }

  /** Answers a request for {@link islandReportPath}. */
  async answer(visit: Visit): Promise<Response> {
    const { request, url } = visit;
    if (request.method !== 'POST')
      return new FastResponse(null, { status: 405, headers: { allow: 'POST' } });
    const origin = request.headers.get('origin') ?? undefined;
    const asking = { origin, host: url.host, secure: url.protocol === 'https:' };
    if (!isOwnOrigin(asking, this.#options.origins)) return refused(403, 'Foreign origin.');
    const { hooks, limits } = this.#options;
    // What is dropped is answered as what is taken: nobody is to wait for it, or to try again.
    if (!this.#admits(visitorOf(visit))) return new FastResponse(null, { status: 204 });
    // Where the line is cut there is nobody to answer.
    const text = await readBounded(request, limits.islandReportBytes).catch(() => '');
    if (text === undefined) return refused(413, 'The report is too large.');
    const report = readReport(text);
    if (!report) return refused(400, 'That is no report of an island.');
    const { name, strategy } = report;
    const error = fail('island-in-browser', { ...report, island: name });
    hooks.onError.call({ error, where: 'island', island: { name, strategy } });
    return new FastResponse(null, { status: 204 });
  }

  /** Counts in whole minutes, so that nobody is remembered for longer than one. */
  #admits(visitor: string): boolean {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#total = 0;
      this.#taken.clear();
    }
    const { islandReports, islandReportsPerVisitor } = this.#options.limits;
    const before = this.#taken.get(visitor) ?? 0;
    if (this.#total >= islandReports || before >= islandReportsPerVisitor) return false;
    this.#total++;
    this.#taken.set(visitor, before + 1);
    return true;
  }
}

/** Whom a report is counted for: the session where the browser has one, else the address. */
function visitorOf({ request, session, cookie }: Visit): string {
  if (cookie() === undefined) return session.id;
  // seam: srvx says the address, the requests of tests do not
  return (request as { ip?: string }).ip ?? '';
}

const refused = (status: number, reason: string): Response =>
  new FastResponse(reason, { status, headers: { 'content-type': 'text/plain' } });

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
