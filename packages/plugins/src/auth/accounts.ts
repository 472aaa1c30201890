import { Codes } from './codes.js';
import { AuthError } from './errors.js';
import { LoginLimiter } from './login-limiter.js';
import { isMailName, Mails } from './mails.js';
import type { ResolvedOptions } from './options.js';
import {
  checkRules,
  judgePassword,
  maxPasswordLength,
  type PasswordFault,
} from './passwords/judge-password.js';
import { Passwords } from './passwords/scrypt.js';
import type { Account } from './users.js';

/** The reason why something about an account was not done; `wrong` says no more, on purpose, and `bad-name` is that of no mail. */
export type AuthFault = 'wrong' | 'wait' | 'bad-code' | 'bad-name' | PasswordFault;

/** A refusal, with the seconds until the next attempt may be made. */
export interface Refused {
  readonly fault: AuthFault;
  readonly seconds?: number | undefined;
}

/** The accounts of an app: passwords, and codes that mails carry. It knows no sessions and no requests. */
export class Accounts {
  readonly passwords: Passwords;
  readonly #options: ResolvedOptions;
  readonly #logins: LoginLimiter;
  readonly #requests: LoginLimiter;
  readonly #codes: Codes;
  readonly #mails: Mails;

  /** @throws AuthError `bad-options` */
  constructor(options: ResolvedOptions, report: (message: string, error?: unknown) => void) {
    const { minLength: _, words: __, ...hashing } = options.passwords;
    checkRules(options.passwords);
    this.passwords = new Passwords(hashing);
    this.#options = options;
    this.#logins = new LoginLimiter(options.limits);
    this.#requests = new LoginLimiter({
      ...options.limits,
      freePerAccount: 10,
      maxDelay: 60 * 60 * 1000,
    });
    this.#codes = new Codes(options.store, options.codeMaxAge);
    this.#mails = new Mails(options.send, report);
  }

  /**
   * Checks a name and a password, with the same work whether there is such an account or not.
   *
   * @throws AuthError `busy`
   */
  async checkLogin(name: string, password: string, address: string): Promise<Account | Refused> {
    const wait = this.#logins.beginAttempt(name, address);
    if (wait > 0) return waitFor(wait);
    const account = await this.#options.users.findAccount(name);
    return this.#check(account, name, password, address);
  }

  /** Checks the password of a user who is logged in. @throws AuthError `busy` */
  async checkAgain(id: string, password: string, address: string): Promise<Account | Refused> {
    const account = await this.#options.users.getAccount(id);
    const name = account?.name ?? id;
    const wait = this.#logins.beginAttempt(name, address);
    return wait > 0 ? waitFor(wait) : this.#check(account, name, password, address);
  }

  /** Asks for a mail with a link. It answers alike whether there is such an account or not, and after the same work. A name for no mail is refused. */
  async requestMail(
    kind: 'register' | 'login' | 'reset',
    name: string,
    address: string,
  ): Promise<Refused | undefined> {
    const { users, pages } = this.#options;
    if (!this.#mails.canSend || (kind === 'register' && !users.addAccount))
      throw notSupported(this.#mails.canSend ? 'users.addAccount' : 'send');
    // Nothing is looked up for it: the answer tells what was sent, and no more.
    if (!isMailName(name)) return { fault: 'bad-name' };
    const wait = this.#requests.beginAttempt(`${kind} ${name}`, address);
    if (wait > 0) return waitFor(wait);
    const account = await users.findAccount(name);
    const owner = account?.user.id ?? `? ${name}`;
    const data: CodeData = { name, ...(account && { id: account.user.id }) };
    const code = await this.#codes.issueCode(kind, owner, data);
    const path = `${kind === 'login' ? pages.login : pages[kind]}?code=${code}`;
    const isNew = kind === 'register';
    if (account && isNew) this.#mails.sendMail({ kind: 'registered', name, user: account.user });
    else if (account || isNew) this.#mails.sendMail({ kind, name, user: account?.user, path });
    return undefined;
  }

  /** Adds the user whose address a code has proved. */
  async addAccount(code: unknown, password: string): Promise<Account | (Refused & NewCode)> {
    const { users } = this.#options;
    if (!users.addAccount) throw notSupported('users.addAccount');
    const taken = await this.#takeForPassword('register', code, password);
    if ('fault' in taken) return taken;
    const hash = await this.passwords.hashPassword(password);
    return (await users.addAccount(taken.name, hash)) ?? { fault: 'bad-code' };
  }

  /** Sets the password of the user whose address a code has proved. */
  async resetPassword(code: unknown, password: string): Promise<Account | (Refused & NewCode)> {
    const taken = await this.#takeForPassword('reset', code, password);
    if ('fault' in taken) return taken;
    const account =
      taken.id === undefined ? undefined : await this.#options.users.getAccount(taken.id);
    if (!account) return { fault: 'bad-code' };
    await this.#setPassword(account, password);
    return account;
  }

  /** Finds the user whom a link lets in. */
  async checkLink(code: unknown): Promise<Account | Refused> {
    const { id } = (await this.#codes.takeCode<CodeData>('login', code)) ?? {};
    const account = id === undefined ? undefined : await this.#options.users.getAccount(id);
    return account ?? { fault: 'bad-code' };
  }

  /** Replaces the password of a user who knows the current one. */
  async changePassword(
    id: string,
    current: string,
    next: string,
    address: string,
  ): Promise<Account | Refused> {
    const checked = await this.checkAgain(id, current, address);
    if ('fault' in checked) return checked;
    const fault = this.#judge(next, checked);
    if (fault) return { fault };
    await this.#setPassword(checked, next);
    return checked;
  }

  async #check(
    account: Account | undefined,
    name: string,
    password: string,
    address: string,
  ): Promise<Account | Refused> {
    // No password is longer; that of nobody costs as much as any.
    const isPossible = password.length <= 2 * maxPasswordLength;
    const hash = isPossible ? account?.password : undefined;
    const { matches, isOutdated } = await this.passwords.checkPassword(
      isPossible ? password : '',
      hash,
    );
    if (!account || !matches) return { fault: 'wrong' };
    this.#logins.noteSuccess(name, address);
    const { setPassword } = this.#options.users;
    if (!isOutdated || !setPassword) return account;
    const renewed = await this.passwords.hashPassword(password);
    await setPassword.call(this.#options.users, account.user.id, renewed);
    return { ...account, password: renewed };
  }

  async #takeForPassword(
    purpose: 'register' | 'reset',
    code: unknown,
    password: string,
  ): Promise<CodeData | (Refused & NewCode)> {
    const early = this.#judge(password);
    if (early) return { fault: early, code: typeof code === 'string' ? code : undefined };
    const data = await this.#codes.takeCode<CodeData>(purpose, code);
    if (!data) return { fault: 'bad-code' };
    const fault = this.#judge(password, data);
    if (!fault) return data;
    // The code is used up, and the visitor may try another password.
    return { fault, code: await this.#codes.issueCode(purpose, data.id ?? `? ${data.name}`, data) };
  }

  async #setPassword({ user, name }: Account, password: string): Promise<void> {
    const { users } = this.#options;
    if (!users.setPassword) throw notSupported('users.setPassword');
    await users.setPassword(user.id, await this.passwords.hashPassword(password));
    this.#mails.sendMail({ kind: 'password-changed', name, user });
  }

  #judge(password: string, { name }: { name?: string } = {}): PasswordFault | undefined {
    return judgePassword(password, this.#options.passwords, name === undefined ? [] : [name]);
  }
}

/** What a code is for: the name that was entered, and the user who has it. */
interface CodeData {
  readonly name: string;
  readonly id?: string;
}

/** The code with which the visitor may go on after a password that cannot be used. */
interface NewCode {
  readonly code?: string | undefined;
}

/** Tells whether something was refused. */
export const isRefused = (result: object | undefined): result is Refused =>
  result !== undefined && 'fault' in result;

const waitFor = (milliseconds: number): Refused => ({
  fault: 'wait',
  seconds: Math.ceil(milliseconds / 1000),
});

const notSupported = (option: string): AuthError =>
  new AuthError('not-supported', `This needs the option \`${option}\` of auth(). Add it.`);
