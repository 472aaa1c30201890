import type { HookPayloads, PluginHooks, RefusalReason, RefusedStep } from '@skerry/kit';

import type { AuditLog } from './audit-log.js';
import type { AuditFields, BuiltInAuditType } from './record.js';
import { sessionIdOf, type Visitors } from './visitors.js';

/** The types that refusals are recorded as; a visitor who is sent elsewhere has done nothing wrong. */
const refusals: Readonly<Record<RefusalReason, BuiltInAuditType | undefined>> = {
  csrf: 'csrf_violation',
  origin: 'origin_blocked',
  host: 'origin_blocked',
  'rate-limit': 'rate_limit_exceeded',
  'invalid-input': 'invalid_input',
  'bad-token': 'unauthorized_access',
  denied: 'unauthorized_access',
  redirected: undefined,
};

/** Steps that no visitor asks for: where a plugin refuses one, nobody has tried anything. */
const inner: ReadonlySet<RefusedStep> = new Set(['message', 'assign', 'render', 'send']);

/** The dependencies of the taps. */
export interface TapOptions {
  readonly log: AuditLog;
  readonly visitors: Visitors;
  /** Types that are not recorded. */
  readonly except: ReadonlySet<string>;
}

/** Records what happens in an app: ten of the types; the auth plugin records `auth_success` and `auth_failure`. */
export function tapHooks(hooks: PluginHooks, { log, visitors, except }: TapOptions): void {
  const record = (type: BuiltInAuditType, fields: AuditFields): void => {
    if (!except.has(type)) log.record(type, fields);
  };
  // First, so that a refusal by a later tap knows the visitor.
  hooks.beforeRequest.tap(({ locals, request }) => void visitors.noteRequest(locals, request), {
    stage: -1_000,
  });
  hooks.onRefuse.tap((refused) => {
    const type = refusals[refused.reason];
    if (type === undefined || inner.has(refused.step)) return;
    record(type, refusalFields(refused, visitors));
  });
  hooks.onSession.tap(({ change, id, former }) => {
    const detail = { change };
    if (change === 'ended') return record('session_destroyed', { session: id, detail });
    if (former !== undefined) record('session_destroyed', { session: former, detail });
    record('session_created', { session: id, detail });
  });
  hooks.onSanitize.tap(({ region, session, locals, before, after }) =>
    record('sanitization_applied', {
      ...visitors.fieldsOf(locals),
      session: sessionIdOf(session),
      region: region.id,
      detail: { view: region.view, path: region.path, before, after },
    }),
  );
  hooks.onConnect.tap((payload) =>
    record('websocket_connect', connectionFields(payload, visitors)),
  );
  hooks.onDisconnect.tap((payload) => {
    const { code, reason } = payload;
    const fields = connectionFields(payload, visitors);
    const detail = { ...(fields.detail as object), code, reason };
    record('websocket_disconnect', { ...fields, detail });
  });
}

function connectionFields(
  { connection, session, locals }: HookPayloads['onConnect'],
  visitors: Visitors,
): AuditFields {
  const fields = visitors.fieldsOf(locals);
  return {
    ...fields,
    address: fields.address || connection.address,
    session: sessionIdOf(session),
    detail: { connection: connection.id },
  };
}

function refusalFields(refused: HookPayloads['onRefuse'], visitors: Visitors): AuditFields {
  const { reason, step, message, address, request, url, region, event, hook, plugin } = refused;
  const fields = visitors.fieldsOf(refused.locals, request);
  return {
    ...fields,
    address: fields.address || address || refused.connection?.address,
    session: sessionIdOf(refused.session),
    region: region?.id,
    detail: {
      reason,
      step,
      message,
      event,
      hook,
      plugin,
      method: request?.method,
      // Without the query, which may hold secrets.
      path: url?.pathname ?? region?.path,
      view: region?.view,
    },
  };
}
