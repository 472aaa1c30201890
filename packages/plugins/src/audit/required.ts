import { deny, type Guard, type GuardVisit, type Locals } from '@skerry/kit';

import { AuditError } from './audit-error.js';
import type { AuditLog } from './audit-log.js';
import type { AuditType } from './record.js';
import { sessionIdOf, type Visitors } from './visitors.js';

/** A log, and what it knows of the visitors whose locals it has seen. */
interface Recorder {
  readonly log: AuditLog;
  readonly visitors: Visitors;
}

/** The recorder of the app that each request and each connection belongs to. A process may run several apps. */
const recorders = new WeakMap<Locals, Recorder>();

/** Says which log the guards of a request or a connection record to. */
export const setRecorder = (locals: Locals, recorder: Recorder): void =>
  void recorders.set(locals, recorder);

/** What a guard of `audited` records. */
export interface AuditedOptions {
  /** The type of the record. Default: `event_asked`. */
  type?: AuditType;
  /** More about it, beside the view and the event. The payload is not recorded unless this returns it. */
  detail?: (visit: GuardVisit) => unknown;
}

/**
 * Makes a guard that records an event before its handler runs, and waits until the record is on the disk. If the queue is full or
 * the log cannot be written, the event is refused. It guards live views, pages and endpoints too.
 *
 * The record says that something was asked for: a handler that fails afterwards does not change it.
 *
 * @example
 * pay: guarded(audited('required', { type: 'payment_asked' }), (live) => pay(live.state.cart))
 */
export function audited(_mode: 'required', options: AuditedOptions = {}): Guard {
  const { type = 'event_asked', detail } = options;
  return async (visit) => {
    const { step, session, locals, path, region, event } = visit;
    const recorder = recorders.get(locals);
    if (recorder === undefined) {
      throw new AuditError(
        'bad-option',
        'audited() finds no audit log. Add audit({ … }) of "@skerry/plugins/audit" to the plugins of the app.',
      );
    }
    const { log, visitors } = recorder;
    if (!log.isWritable) return unrecorded();
    try {
      await log.recordSurely(type, {
        ...visitors.fieldsOf(locals, visit.request),
        outcome: 'unknown',
        session: sessionIdOf(session),
        region: region?.id,
        detail: { step, path, view: region?.view, event, more: detail?.(visit) },
      });
      return undefined;
    } catch (error) {
      if (error instanceof AuditError) return unrecorded();
      throw error;
    }
  };
}

const unrecorded = () => deny('This cannot be recorded at the moment. Try again later.');
