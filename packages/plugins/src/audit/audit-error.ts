/** The permanent name of a fault of the audit plugin. */
export type AuditErrorCode =
  | 'bad-option'
  | 'short-key'
  | 'unreadable'
  | 'not-written'
  | 'stopped'
  | 'erasing';

/** An error of the audit plugin: its message names the thing, the reason and the next step. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  /** Permanent name of the fault. */
  readonly code: AuditErrorCode;

  /** Makes an error; `message` is a whole sentence or several. */
  constructor(code: AuditErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
