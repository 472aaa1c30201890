import { errorText, placeOf } from '../core/error-text.js';
import { isVisitorsFault, type SkerryError } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import { printable, quoted } from '../core/printable.js';
import { Quota, untilNextMinute } from '../core/quota.js';
import type { HookPayloads } from './payloads.js';

/** A failure, and the work in which it happened. */
export type Failure = HookPayloads['onError'];

/** The number of kinds of failures that are counted by name when they are left out. */
const mostKinds = 10;

/**
 * Writes failures to the log: those of the app as errors with their stack, the faults of visitors as warnings of one line.
 * Neither fills a disk: failures above the limit of a minute are counted, and the count is logged at its end.
 */
export class FailureLog {
  readonly #log: Log;
  readonly #faults: Quota;
  readonly #failures: Quota;
  /** The number of failures left out in this minute, by kind. */
  readonly #omitted = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(log: Log, { maxLogEntries, maxLogEntriesPerCause }: Limits) {
    this.#log = log;
    this.#faults = new Quota(maxLogEntries, maxLogEntriesPerCause);
    this.#failures = new Quota(maxLogEntries, maxLogEntriesPerCause);
  }

  /** Writes a failure, or counts it. Never throws. */
  write(failure: Failure): void {
    try {
      if (isVisitorsFault(failure.error)) this.#writeFault(failure, failure.error);
      else this.#writeFailure(failure);
    } catch {
      // There is nowhere left to report to.
    }
  }

  /** Writes that a region starts anew, or counts it; its error was written before. Never throws. */
  writePanic({ region }: HookPayloads['onPanic']): void {
    if (!region) return;
    const { view, path } = region;
    try {
      if (this.#failures.take([`panic in ${view}`]))
        this.#log.error(`The live view ${view} on ${printable(path, 200)} starts anew.`);
      else this.#omit(`panic in the live view ${view}`);
    } catch {
      // There is nowhere left to report to.
    }
  }

  /** Writes the counts of what was left out so far. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const kinds = [...this.#omitted].map(([kind, count]) => `${count} × ${kind}`);
    this.#omitted.clear();
    if (kinds.length === 0) return;
    try {
      this.#log.warn(`Left out of the log in this minute: ${kinds.join(', ')}.`);
    } catch {
      // There is nowhere left to report to.
    }
  }

  #writeFault(failure: Failure, { code, message, hint }: SkerryError): void {
    if (this.#faults.take([failure.session?.id ?? '']))
      this.#log.warn(`${headOf(failure)} failed: ${printable(message, 1_000)} ${hint}`);
    else this.#omit(code);
  }

  #writeFailure(failure: Failure): void {
    const kind = kindOf(failure);
    if (this.#failures.take([`${kind} ${placeOf(failure.error)}`]))
      this.#log.error(`${headOf(failure)} failed: ${errorText(failure.error)}`);
    else this.#omit(kind);
  }

  #omit(kind: string): void {
    const { size } = this.#omitted;
    const name = size < mostKinds || this.#omitted.has(kind) ? kind : 'others';
    this.#omitted.set(name, (this.#omitted.get(name) ?? 0) + 1);
    this.#timer ??= setTimeout(() => this.end(), untilNextMinute()).unref();
  }
}

/** The kind of a failure, made only of names of the app, so that there are few. */
const kindOf = ({ where, hook, plugin, region }: Failure, name = ''): string =>
  where +
  name +
  (hook === undefined ? '' : ` on ${hook} of the plugin ${plugin}`) +
  (region === undefined ? '' : ` in the live view ${region.view}`);

/** The kind of a failure, with its island and its path. */
const headOf = (failure: Failure): string =>
  kindOf(failure, failure.island && ` ${quoted(failure.island.name, 80)}`) +
  (failure.region === undefined ? '' : ` on ${printable(failure.region.path, 200)}`) +
  (failure.url === undefined ? '' : ` for ${printable(failure.url.pathname, 200)}`);
