import { type Bounds, checkNumbers } from './check-numbers.js';
import { hashSecret } from './codes.js';

/** Limits of attempts to log in. */
export interface LoginLimits {
  /** The number of failures from one network against one account that cost no delay; 5 by default. */
  readonly freePerPair?: number | undefined;
  /** The number of failures from one network, against whatever accounts, that cost no delay; 50 by default. */
  readonly freePerAddress?: number | undefined;
  /** The number of failures against one account, from wherever, that cost no delay; 100 by default. */
  readonly freePerAccount?: number | undefined;
  /** The longest delay for a network, in milliseconds; 15 minutes by default. */
  readonly maxDelay?: number | undefined;
  /** The longest delay for an account as a whole, in milliseconds; 10 seconds by default. */
  readonly maxAccountDelay?: number | undefined;
  /** The number of accounts, networks and pairs that are remembered, of each; 20,000 by default. */
  readonly maxEntries?: number | undefined;
}

/** Delays end at a day, after which failures are forgotten. */
const bounds: Bounds<keyof LoginLimits> = {
  freePerPair: [0, Infinity],
  freePerAddress: [0, Infinity],
  freePerAccount: [0, Infinity],
  maxDelay: [0, 24 * 60 * 60 * 1000],
  maxAccountDelay: [0, 24 * 60 * 60 * 1000],
  maxEntries: [1, 10_000_000],
};

interface Entry {
  failures: number;
  /** The time of the last failure. */
  last: number;
}

/** Milliseconds after which failures are forgotten. */
const memory = 24 * 60 * 60 * 1000;

/**
 * Decides how long the next attempt to log in has to wait. Delays double with each failure. An attempt that has to wait is refused
 * and counts for nothing, so nobody prolongs the delay of another; networks from which an account was logged in before are
 * not delayed for what others do to it.
 */
export class LoginLimiter {
  readonly #limits: Required<{ [Name in keyof LoginLimits]: number }>;
  readonly #pairs: Entries;
  readonly #addresses: Entries;
  readonly #accounts: Entries;
  /** Pairs of account and network that have logged in. */
  readonly #known: Entries;

  /** @throws AuthError `bad-options` */
  constructor(limits: LoginLimits = {}) {
    checkNumbers('limits', limits, bounds);
    this.#limits = {
      freePerPair: limits.freePerPair ?? 5,
      freePerAddress: limits.freePerAddress ?? 50,
      freePerAccount: limits.freePerAccount ?? 100,
      maxDelay: limits.maxDelay ?? 15 * 60 * 1000,
      maxAccountDelay: limits.maxAccountDelay ?? 10_000,
      maxEntries: limits.maxEntries ?? 20_000,
    };
    const { maxEntries } = this.#limits;
    this.#pairs = new Entries(maxEntries);
    this.#addresses = new Entries(maxEntries);
    this.#accounts = new Entries(maxEntries);
    this.#known = new Entries(maxEntries);
  }

  /**
   * Begins an attempt; returns the milliseconds that it has to wait, 0 if none. It counts as failed until it succeeds, so that
   * simultaneous attempts do not all pass.
   */
  beginAttempt(account: string, address: string): number {
    const { freePerPair, freePerAddress, freePerAccount, maxDelay, maxAccountDelay } = this.#limits;
    const name = accountKey(account);
    const pair = `${name} ${address}`;
    const delay = Math.max(
      this.#pairs.delayOf(pair, freePerPair, maxDelay),
      this.#addresses.delayOf(address, freePerAddress, maxDelay),
      this.#known.has(pair) ? 0 : this.#accounts.delayOf(name, freePerAccount, maxAccountDelay),
    );
    if (delay > 0) return delay;
    this.#pairs.count(pair);
    this.#addresses.count(address);
    this.#accounts.count(name);
    return 0;
  }

  /** Notes that the attempt has succeeded. The failures of its network against other accounts still count. */
  noteSuccess(account: string, address: string): void {
    const name = accountKey(account);
    const pair = `${name} ${address}`;
    this.#pairs.forget(pair);
    this.#known.count(pair);
    this.#addresses.takeBack(address);
    this.#accounts.takeBack(name);
  }

  /** The number of accounts, networks and pairs that it remembers. */
  get size(): number {
    return this.#pairs.size + this.#addresses.size + this.#accounts.size + this.#known.size;
  }
}

/** A name as it is counted: however it is written, and of a fixed length. */
const accountKey = (account: string): string =>
  hashSecret(account.normalize('NFKC').toLowerCase().trim());

/** Failures by key, in the order of the latest; the one that is longest ago makes room. */
class Entries {
  readonly #entries = new Map<string, Entry>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  count(key: string): void {
    const failures = (this.#read(key)?.failures ?? 0) + 1;
    this.#entries.delete(key);
    const [eldest] = this.#entries.size >= this.#most ? this.#entries.keys() : [];
    if (eldest !== undefined) this.#entries.delete(eldest);
    this.#entries.set(key, { failures, last: Date.now() });
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Takes one failure back, which was none. */
  takeBack(key: string): void {
    const entry = this.#entries.get(key);
    if (entry && --entry.failures <= 0) this.#entries.delete(key);
  }

  /** The milliseconds until the next attempt may be made. */
  delayOf(key: string, free: number, most: number): number {
    const entry = this.#read(key);
    if (!entry || entry.failures < free) return 0;
    const delay = Math.min(most, 1000 * 2 ** Math.min(30, entry.failures - free));
    return Math.max(0, entry.last + delay - Date.now());
  }

  #read(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || Date.now() - entry.last < memory) return entry;
    this.#entries.delete(key);
    return undefined;
  }
}
