/** The permanent name of an error that auth makes. */
export type AuthErrorCode =
  /** An option of `auth()`, or of one of its parts, is missing, unsafe or contradicts another; thrown at set-up. */
  | 'bad-options'
  /** Too many passwords are being checked; the visitor tries again. */
  | 'busy'
  /** The store of sessions failed; nobody was logged in or out by this call. */
  | 'store-failed'
  /** A function of auth was called where auth has not seen the request or the connection. */
  | 'no-visit'
  /** A function of auth needs an option that the app has not given. */
  | 'not-supported'
  /** A stored hash of a password cannot be read. */
  | 'bad-hash';

/** An error of auth; look it up by its `code`. The message names the fault and the next step. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  /** Permanent name of the fault. */
  readonly code: AuthErrorCode;

  constructor(code: AuthErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Makes the error of an option: `problem` says what is wrong with it, `step` what to do. */
export const badOption = (option: string, problem: string, step: string): AuthError =>
  new AuthError('bad-options', `The option \`${option}\` ${problem}. ${step}`);
