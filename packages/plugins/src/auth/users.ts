import type { User } from './user.js';

/** A user with what proves that it is them. */
export interface Account {
  readonly user: User;
  /** The name with which they log in. */
  readonly name: string;
  /** The hash of their password, as `hashPassword` has made it; none if they have no password. */
  readonly password?: string | undefined;
}

type Later<T> = T | Promise<T>;

/** The users of an app: a table of its database. */
export interface Users {
  /** Finds who logs in with a name. Whether the name is written in capitals is for the app to say. */
  findAccount(name: string): Later<Account | undefined>;
  /** Finds a user by id: asked with every request, and again while a page is open, so that changes of roles count at once. */
  getAccount(id: string): Later<Account | undefined>;
  /** Writes the hash of a new password. Without it nobody can change or reset one. */
  setPassword?(id: string, hash: string): Later<void>;
  /** Adds a user whose address is proved; returns nothing if the name has been taken meanwhile. Without it nobody can register. */
  addAccount?(name: string, hash: string): Later<Account | undefined>;
}
