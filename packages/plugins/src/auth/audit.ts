/**
 * The records that auth writes, by the names of the types of `@skerry/plugins/audit`. What guards refuse, kit tells the audit:
 * it writes `unauthorized_access`.
 */
export type AuthAuditType = 'auth_success' | 'auth_failure';

/** The members of a record. */
export interface AuthAuditFields {
  /** The id of the user, if one is known. */
  readonly actor?: string | undefined;
  /** The id of the session in the cookie; the audit keeps a keyed hash of it. */
  readonly session?: string | undefined;
  readonly address?: string | undefined;
  readonly detail: Readonly<Record<string, string>>;
}

/** The part of the audit's log that auth uses. */
export interface AuditRecorder {
  record(type: AuthAuditType, fields: AuthAuditFields): unknown;
}
