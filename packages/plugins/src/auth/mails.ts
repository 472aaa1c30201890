import type { User } from './user.js';

/** A mail that the app sends for auth. */
export interface AuthMail {
  /**
   * `register`: a link by which a new user sets a password. `registered`: somebody asked to register with an address that has an account:
   * say so, and name the page of forgotten passwords. `login`: a link that logs in. `reset`: a link by which the user sets another
   * password. `password-changed`: word that it was changed.
   */
  readonly kind: 'register' | 'registered' | 'login' | 'reset' | 'password-changed';
  /**
   * The name that was entered, or that of the account: the address, where names are addresses. It has 1 to 254 characters, and none
   * that could end the line of a header.
   */
  readonly name: string;
  /** The user, if there is an account. */
  readonly user?: User | undefined;
  /** The path and query of the link; put the origin of the app before it, from its configuration and not from a request. */
  readonly path?: string | undefined;
}

/** Sends a mail. Nobody waits for it, so that the time of an answer tells nothing. */
export type SendMail = (mail: AuthMail) => unknown;

/** The longest name, in characters: the longest address that mail takes (RFC 5321, 4.5.3.1.3, without the brackets of a path). */
const longestName = 254;

/** Tells whether a name may be handed to a mail: a text that is not blank nor too long, without control characters and ends of lines. */
export const isMailName = (name: unknown): name is string =>
  typeof name === 'string' &&
  name.length <= longestName &&
  name.trim() !== '' &&
  !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name);

/** The largest number of mails that are being sent; others are dropped, with a line in the log. */
const mostSending = 200;

/** Sends mails in the background. */
export class Mails {
  readonly #send: SendMail | undefined;
  readonly #report: (message: string, error?: unknown) => void;
  #sending = 0;

  constructor(send: SendMail | undefined, report: (message: string, error?: unknown) => void) {
    this.#send = send;
    this.#report = report;
  }

  /** True if the app can send mails. */
  get canSend(): boolean {
    return this.#send !== undefined;
  }

  /** Sends a mail, after the answer. Never throws. */
  sendMail(mail: AuthMail): void {
    if (!isMailName(mail.name))
      return this.#report(
        `A mail (${mail.kind}) was dropped: the name of its account is blank, has more than ${longestName} characters, ` +
          'or has control characters. Correct it in the table of users.',
      );
    if (this.#sending >= mostSending)
      return this.#report(`A mail (${mail.kind}) was dropped: ${mostSending} are being sent.`);
    this.#sending += 1;
    setImmediate(async () => {
      try {
        await this.#send?.(mail);
      } catch (error) {
        this.#report(`A mail (${mail.kind}) was not sent:`, error);
      } finally {
        this.#sending -= 1;
      }
    });
  }
}
