import { Passwords } from '../src/auth/passwords/scrypt.js';
import type { Account, Users } from '../src/auth/users.js';

/** As cheap as scrypt can be: tests count calls, and do not measure time. */
export const cheap = { cost: { ln: 4, r: 8, p: 1 }, allowWeakCost: true, concurrency: 4 };

/** Users of a test, in memory; the test may change them. */
export class TestUsers implements Users {
  readonly accounts = new Map<string, Account>();
  /** The number of calls, by name of the method. */
  readonly calls: string[] = [];

  async add(id: string, password: string, roles: string[] = []): Promise<void> {
    const hash = await new Passwords(cheap).hashPassword(password);
    this.accounts.set(id, { user: { id, roles }, name: `${id}@sea.example`, password: hash });
  }

  findAccount(name: string): Account | undefined {
    this.calls.push('findAccount');
    return [...this.accounts.values()].find((account) => account.name === name);
  }

  getAccount(id: string): Account | undefined {
    this.calls.push('getAccount');
    return this.accounts.get(id);
  }

  setPassword(id: string, password: string): void {
    this.calls.push('setPassword');
    const account = this.accounts.get(id);
    if (account) this.accounts.set(id, { ...account, password });
  }

  addAccount(name: string, password: string): Account | undefined {
    this.calls.push('addAccount');
    if (this.findAccount(name)) return undefined;
    const [id = ''] = name.split('@');
    const account = { user: { id, roles: [] }, name, password };
    this.accounts.set(id, account);
    return account;
  }
}
