import { randomUUID } from 'node:crypto';

import type { Json, JsonObject } from './canonical.js';
import { cleanDetail, placeholders, splitPersonal } from './detail.js';
import { type AuditKey, sessionHash } from './keys.js';
import { namesMatcher, plainText } from './plain-text.js';

/** The types of records that the plugin makes by itself, or the auth plugin through it. */
export type BuiltInAuditType =
  | 'auth_success'
  | 'auth_failure'
  | 'unauthorized_access'
  | 'session_created'
  | 'session_destroyed'
  | 'csrf_violation'
  | 'origin_blocked'
  | 'rate_limit_exceeded'
  | 'invalid_input'
  | 'sanitization_applied'
  | 'websocket_connect'
  | 'websocket_disconnect';

/** The type of a record: one of the plugin's, or a name of the app, such as `order_placed`. */
export type AuditType = BuiltInAuditType | (string & {});

/** The weight of a record, as RFC 5424 ranks messages. */
export type AuditSeverity = 'info' | 'notice' | 'warning' | 'error' | 'critical';

/** The result of what the record tells of. */
export type AuditOutcome = 'success' | 'failure' | 'denied' | 'unknown';

/** The members of a record that its author gives; all may be left out. */
export interface AuditFields {
  /** Default: by the type, and `info` for a type of the app. */
  severity?: AuditSeverity | undefined;
  /** Default: by the type, and `success` for a type of the app. */
  outcome?: AuditOutcome | undefined;
  /** Id of the user who acts: personal, so that `erase` can empty it. */
  actor?: string | undefined;
  /** Id of the session; only its HMAC under the newest key is kept. */
  session?: string | undefined;
  /** Id of the region. */
  region?: string | undefined;
  /** Remote address: personal. */
  address?: string | undefined;
  /** Id of the request. */
  request?: string | undefined;
  /** Id of the trace, as `traceparent` has it. */
  trace?: string | undefined;
  /** More about it, as JSON can hold it; redacted, encoded and bounded. */
  detail?: unknown;
}

/** The names of fields that a log treats in a special way. */
export interface FieldRules {
  /** Tells whether the value of a field is never kept. */
  isRedacted(name: string): boolean;
  /** Tells whether a field is personal, so that it can be erased. */
  isPersonal(name: string): boolean;
}

/** A record that is ready to be chained: its personal members are apart. */
export interface AuditRecord {
  readonly lasting: JsonObject & { readonly type: string };
  readonly personal?: JsonObject | undefined;
}

/** Parts of names whose fields are never kept. */
const secretParts = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'authorization',
  'cookie',
  'credential',
  'apikey',
  'privatekey',
];

const personalNames = [
  'actor',
  'user',
  'username',
  'login',
  'name',
  'email',
  'phone',
  'address',
  'ip',
];

/** Makes the rules of a log: the default names, and those of the app. */
export const fieldRules = (
  redact: Iterable<string> = [],
  personal: Iterable<string> = [],
): FieldRules => ({
  isRedacted: namesMatcher(['pin', 'otp', 'cvc', 'cvv', ...redact], secretParts),
  isPersonal: namesMatcher([...personalNames, ...personal]),
});

/** Makes a record of what its author gives, at a time in milliseconds; never throws. */
export function toRecord(
  type: AuditType,
  fields: AuditFields | null,
  { key, rules, time }: { key: AuditKey; rules: FieldRules; time: number },
): AuditRecord {
  const [severity, outcome] = defaults.get(type) ?? ['info', 'success'];
  const given = memberOf(fields, 'detail');
  const session = memberOf(fields, 'session');
  const text = (name: keyof AuditFields, max?: number) => textOf(memberOf(fields, name), max);
  const detail: { lasting?: Json; personal?: Json } =
    given === undefined
      ? {}
      : splitPersonal(cleanDetail(given, rules.isRedacted), rules.isPersonal);
  const personal = {
    actor: text('actor'),
    address: text('address'),
    detail: detail.personal,
  };
  return {
    lasting: {
      time: new Date(time).toISOString(),
      id: randomUUID(),
      type: textOf(type, 64) ?? 'unknown',
      severity: text('severity', 16) ?? severity,
      outcome: text('outcome', 16) ?? outcome,
      session:
        typeof session === 'string' && session !== placeholders.unreadable
          ? sessionHash(key, session)
          : undefined,
      region: text('region'),
      request: text('request'),
      trace: text('trace'),
      detail: detail.lasting,
    },
    personal: Object.values(personal).some((member) => member !== undefined) ? personal : undefined,
  };
}

/** A member of what an author gives, which may be no object, and may throw when it is read. */
function memberOf(fields: AuditFields | null, name: keyof AuditFields): unknown {
  try {
    return fields?.[name];
  } catch {
    return placeholders.unreadable;
  }
}

/** A member as a bounded text. An app without a compiler may give anything. */
function textOf(value: unknown, max = 256): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return plainText(typeof value === 'string' ? value : `[${typeof value}]`, max);
}

const defaults: ReadonlyMap<string, readonly [AuditSeverity, AuditOutcome]> = new Map(
  Object.entries({
    auth_success: ['info', 'success'],
    auth_failure: ['warning', 'failure'],
    unauthorized_access: ['warning', 'denied'],
    session_created: ['info', 'success'],
    session_destroyed: ['info', 'success'],
    csrf_violation: ['warning', 'denied'],
    origin_blocked: ['warning', 'denied'],
    rate_limit_exceeded: ['warning', 'denied'],
    invalid_input: ['notice', 'denied'],
    sanitization_applied: ['notice', 'success'],
    websocket_connect: ['info', 'success'],
    websocket_disconnect: ['info', 'success'],
  } satisfies Record<BuiltInAuditType, [AuditSeverity, AuditOutcome]>),
);
