import type { Plugin } from '../core/config.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import type { Containment } from './contain.js';
import { type Failure, FailureLog } from './failure-log.js';
import { createGuard, createSyncGuard } from './guard.js';
import { createObserver } from './observer.js';
import { orderTaps, type Tap } from './order.js';
import type { HookName, HookPayloads, RegionInfo } from './payloads.js';
import { setUpPlugins } from './plugin.js';
import { type MessageBus, PluginMessages } from './plugin-messages.js';
import { createStart } from './start.js';
import { hookNames, type HookRow, hookTable } from './table.js';
import type { Hooks } from './types.js';
import { createWaterfall } from './waterfall.js';

type Call = (payload: object) => unknown;

/** The dependencies of the hooks of an app. */
export interface HooksOptions {
  limits: Limits;
  log: Log;
  /** Receives every failure that is logged, as the taps of onError do. */
  onFailure?: ((error: Error, where: string) => void) | undefined;
}

/** Sets up the plugins of an app and composes their taps, once. */
export function createHooks(
  plugins: readonly Plugin[],
  { limits, log, onFailure }: HooksOptions,
): Hooks {
  const messages = new PluginMessages();
  const failedMessage = (plugin: string, error: Error): void =>
    onError({ error, where: 'message', plugin });
  const { names, taps } = setUpPlugins(plugins, log, (plugin) =>
    messages.messagingOf(plugin, failedMessage),
  );
  const running = new Set<Promise<void>>();
  const composed = (hook: HookName, failed: Containment['failed']): Call =>
    compose(orderTaps(hook, taps[hook], names), { hook, limits, failed }, running);

  const failures = new FailureLog(log, limits);
  const note = (failure: Failure): void => {
    failures.write(failure);
    try {
      onFailure?.(failure.error, failure.where);
    } catch {
      // The log has the failure.
    }
  };
  const tellTaps = createTeller(note, (failed) => composed('onError', failed));
  const onError = (failure: Failure): void => {
    note(failure);
    tellTaps(failure);
  };
  const onPanic = composed('onPanic', reportTo(onError, 'onPanic'));
  const logged: Partial<Record<HookName, Call>> = {
    onError: (payload) => onError(payload as HookPayloads['onError']),
    onPanic(payload) {
      failures.writePanic(payload as HookPayloads['onPanic']);
      onPanic(payload);
    },
  };
  const hooks = hookNames.map((hook) => {
    // The failure of a start goes to its caller, which reports it once.
    const report = hook === 'onStart' ? tellTaps : onError;
    const call = logged[hook] ?? composed(hook, reportTo(report, hook));
    const used = hook in logged || taps[hook].length > 0;
    return [hook, { call, isUsed: () => used }];
  });
  const settled = async () => {
    while (running.size > 0) await Promise.all(running);
    failures.end();
  };
  // seam: the table gives each call its kind at run time, as the types of Hooks do at compile time.
  const connectBus = (bus: MessageBus): void => messages.connectBus(bus);
  return { ...Object.fromEntries(hooks), settled, connectBus } as Hooks;
}

/** The taps of a hook as one function, of the kind that the table names. */
function compose(
  taps: readonly Tap[],
  containment: Containment,
  running: Set<Promise<void>>,
): Call {
  const row: HookRow = hookTable[containment.hook];
  if (taps.length === 0) {
    return row.kind === 'waterfall'
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
