import { definePlugin } from '@skerry/kit';

import { AuditError } from './audit-error.js';
import { type AuditLog, type AuditLogOptions, ProcessAuditLog } from './audit-log.js';
import type { BuiltInAuditType } from './record.js';
import { setRecorder } from './required.js';
import { tapHooks } from './taps.js';
import { type ActorFunction, Visitors } from './visitors.js';

declare module '@skerry/kit' {
  interface PluginValues {
    /** The audit log of the app. */
    'skerry:audit': AuditLog;
  }
}

/** The options of the plugin. */
export interface AuditOptions extends AuditLogOptions {
  /** Tells who acts, by the data that guards have set. Default: `locals.user.id`, as the auth plugin sets it. */
  actor?: ActorFunction | undefined;
  /** Types that the plugin does not record by itself, such as `websocket_connect`. */
  except?: readonly BuiltInAuditType[] | undefined;
}

/**
 * Records what matters for security in an app, in a chain that shows what was changed or is missing. Other plugins record to it, too:
 * `inject('skerry:audit').record('order_placed', { … })`.
 *
 * @throws AuditError `bad-option`, `short-key`, as the cause of the start-up error `plugin-setup`; `unreadable` of `start-failed`
 */
export const audit = definePlugin<AuditOptions>({
  name: 'skerry:audit',
  version: '0.1.0',
  skerry: '^0.1',
  setup({ hooks, options, log: messages, provide, onStop, isBuild }) {
    const { actor, except = [], ...rest } = options;
    const strange = Object.keys(rest).find((option) => !known.has(option));
    if (strange !== undefined) {
      throw new AuditError(
        'bad-option',
        `The audit plugin has no option "${strange}". It has actor, except, ${[...known].join(', ')}.`,
      );
    }
    // At build nothing is recorded, and there need be no key.
    const keys = isBuild ? 'no key is needed at build, where nothing is recorded' : rest.keys;
    const log = new ProcessAuditLog({ ...rest, keys }, { log: messages });
    const visitors = new Visitors(actor);
    provide('skerry:audit', log);
    // Nobody visits a page at build.
    if (isBuild) return;
    tapHooks(hooks, { log, visitors, except: new Set(except) });
    const recorder = { log, visitors };
    for (const hook of ['beforeRequest', 'beforeMount', 'beforeJoin', 'beforeResume'] as const)
      hooks[hook].tap(({ locals }) => setRecorder(locals, recorder), { stage: -1_000 });
    hooks.onStart.tap(() => log.start());
    onStop(() => log.stop());
  },
});

const known: ReadonlySet<string> = new Set([
  'keys',
  'dir',
  'sinks',
  'anchor',
  'redact',
  'personal',
  'maxQueue',
  'maxFileBytes',
  'maxFileAge',
  'sync',
  'stopTimeout',
] satisfies (keyof AuditLogOptions)[]);
