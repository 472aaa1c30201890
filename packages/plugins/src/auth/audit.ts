/** The records that auth writes, by the names of the types of `@skerry/plugins/audit`. */
export type AuthAuditType = 'auth_success' | 'auth_failure' | 'unauthorized_access';

/** A record of auth. */
export interface AuthAuditRecord {
  readonly type: AuthAuditType;
  readonly outcome: 'success' | 'failure';
  /** The id of the user, if one is known. */
  readonly actor?: string | undefined;
  /** The id of the session in the cookie; the audit hashes it. */
  readonly session?: string | undefined;
  readonly address?: string | undefined;
  readonly detail: Readonly<Record<string, string>>;
}

/** Takes records; never throws. */
export type AuditSink = (record: AuthAuditRecord) => void;
