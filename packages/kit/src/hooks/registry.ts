import { type Denial, isRedirect, type Redirect } from '../core/deny.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import type { Containment } from './ask-tap.js';
import { type Failure, FailureLog } from './failure-log.js';
import { createGuard, createSyncGuard } from './guard.js';
import { createObserver } from './observer.js';
import { orderTaps, type Tap } from './order.js';
import type { HookName, HookPayloads } from './payloads.js';
import type { RefusedStep, RegionInfo } from './subjects.js';
import { createStart } from './start.js';
import { hookNames, type HookRow, hookTable } from './table.js';
import type { Hooks } from './types.js';
import { createSyncWaterfall, createWaterfall } from './waterfall.js';

type Call = (payload: object) => unknown;

/** The dependencies of the hooks of an app. */
export interface HooksOptions {
  limits: Limits;
  log: Log;
  /** Receives every failure, as the taps of onError do. Returns `true` if the log needs no line, since it has one from elsewhere. */
  onFailure?: ((error: Error, where: string, failure: Failure) => unknown) | undefined;
}

/** Composes the taps of an app, once. `plugins` are the names of all plugins. */
export function createHooks(
  taps: Readonly<Record<HookName, Tap[]>>,
  plugins: ReadonlySet<string>,
  { limits, log, onFailure }: HooksOptions,
): Hooks {
  const running = new Set<Promise<void>>();
  const composed = (
    hook: HookName,
    failed: Containment['failed'],
    refused?: Containment['refused'],
  ): Call => {
    const containment = { hook, limits, failed, ...(refused && { refused }) };
    return compose(orderTaps(hook, taps[hook], plugins), containment, running);
  };

  const failures = new FailureLog(log, limits);
  const note = (failure: Failure): void => {
    let answer: unknown;
    try {
      answer = onFailure?.(failure.error, failure.where, failure);
    } catch {
      // The log has the failure.
    }
    if (answer !== true) failures.write(failure);
  };
  const tellTaps = createTeller(note, (failed) => composed('onError', failed));
  const onError = (failure: Failure): void => {
    note(failure);
    tellTaps(failure);
  };
  const onPanic = composed('onPanic', reportTo(onError, 'onPanic'));
  const onRefuse = composed('onRefuse', reportTo(onError, 'onRefuse'));
  const made: Partial<Record<HookName, Call>> = {
    onRefuse,
    onError: (payload) => onError(payload as HookPayloads['onError']),
    onPanic(payload) {
      failures.writePanic(payload as HookPayloads['onPanic']);
      onPanic(payload);
    },
  };
  const hooks = hookNames.map((hook) => {
    // The failure of a start goes to its caller, which reports it once.
    const report = hook === 'onStart' ? tellTaps : onError;
    const refused = taps.onRefuse.length > 0 ? refusedBy(hook, onRefuse) : undefined;
    const call = made[hook] ?? composed(hook, reportTo(report, hook), refused);
    const used = hook === 'onError' || hook === 'onPanic' || taps[hook].length > 0;
    return [hook, { call, isUsed: () => used }];
  });
  const settled = async () => {
    while (running.size > 0) await Promise.all(running);
    failures.end();
  };
  // seam: the table gives each call its kind at run time, as the types of Hooks do at compile time.
  return { ...Object.fromEntries(hooks), settled } as Hooks;
}

/** The taps of a hook as one function, of the kind that the table names. */
function compose(
  taps: readonly Tap[],
  containment: Containment,
  running: Set<Promise<void>>,
): Call {
  const row: HookRow = hookTable[containment.hook];
  if (taps.length === 0) {
    return row.kind === 'waterfall' || row.kind === 'sync-waterfall'
      ? (payload) => Reflect.get(payload, row.value)
      : () => undefined;
  }
  switch (row.kind) {
    case 'guard':
      return createGuard(taps, containment);
    case 'sync-guard':
      return createSyncGuard(taps, containment, row.value, row.accepts);
    case 'waterfall':
      return createWaterfall(taps, containment, row.value, row.accepts);
    case 'sync-waterfall':
      return createSyncWaterfall(taps, containment, row.value, row.accepts);
    case 'observer':
      return createObserver(taps, containment, running);
    case 'start':
      return createStart(taps, containment);
  }
}

/** Returns a function that reports a failure to the taps of onError, unless one of them caused it. */
function createTeller(
  note: (failure: Failure) => void,
  composeTaps: (failed: Containment['failed']) => Call,
): (failure: Failure) => void {
  const tapped = composeTaps((tap, _, error) =>
    note({ error, where: 'tap', hook: 'onError', plugin: tap.plugin }),
  );
  let reporting = false;
  return (failure) => {
    if (reporting) return;
    reporting = true;
    tapped(failure);
    reporting = false;
  };
}

const reportTo =
  (report: (failure: Failure) => void, hook: HookName): Containment['failed'] =>
  ({ plugin }, payload, error) => {
    const { region, url } = payload as { region?: RegionInfo; url?: URL };
    report({ error, where: 'tap', hook, plugin, region, url });
  };

/** The step that each guard decides about. */
const steps: Partial<Record<HookName, RefusedStep>> = {
  beforeRequest: 'request',
  beforeConnect: 'connect',
  beforeJoin: 'join',
  beforeResume: 'resume',
  beforeMount: 'mount',
  beforeEvent: 'event',
  beforeMessage: 'message',
  beforeAssign: 'assign',
  beforeRender: 'render',
  beforeSend: 'send',
};

/** Returns a function that tells the taps of `onRefuse` what a tap of a guard has refused. */
const refusedBy =
  (hook: HookName, onRefuse: Call): Containment['refused'] =>
  ({ plugin }, payload, veto) => {
    const { request, url, connection, region, event, session, locals } = payload as Partial<
      HookPayloads['onRefuse']
    >;
    onRefuse({
      ...vetoed(veto),
      step: steps[hook],
      address: (request as { ip?: string } | undefined)?.ip ?? connection?.address,
      request,
      url,
      connection,
      region,
      event,
      session,
      locals,
      hook,
      plugin,
    });
  };

/** The reason of a veto, as `onRefuse` names it. */
export const vetoed = (
  veto: Denial | Redirect,
): Pick<HookPayloads['onRefuse'], 'reason' | 'message'> =>
  isRedirect(veto)
    ? { reason: 'redirected', message: `Go to ${veto.to}.` }
    : { reason: 'denied', message: veto.reason };
