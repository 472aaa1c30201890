import type { AuthStore, CodeRecord, SessionRecord } from './store.js';

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** The largest number of sessions; 100,000 by default. The one that was not used for longest makes room. */
  readonly maxSessions?: number;
  /** The largest number of codes; 10,000 by default. The oldest makes room. */
  readonly maxCodes?: number;
}

/** Keeps sessions and codes in the memory of this process: for development, tests, and apps of one process that may forget. */
export const memoryStore = (options: MemoryStoreOptions = {}): AuthStore =>
  new MemoryStore(options);

class MemoryStore implements AuthStore {
  readonly #maxSessions: number;
  readonly #maxCodes: number;
  /** Sessions, the one that was not used for longest first. */
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #codes = new Map<string, CodeRecord>();
  /** The code of each slot. */
  readonly #slots = new Map<string, string>();
  readonly #listeners = new Set<(ids: readonly string[]) => void>();

  constructor({ maxSessions = 100_000, maxCodes = 10_000 }: MemoryStoreOptions) {
    this.#maxSessions = maxSessions;
    this.#maxCodes = maxCodes;
  }

  async getSession(id: string): Promise<SessionRecord | undefined> {
    return this.#live(id);
  }

  async putSession(record: SessionRecord, replaces?: string): Promise<boolean> {
    const former = replaces === undefined ? undefined : this.#live(replaces);
    if (replaces !== undefined && !former) return false;
    const kept = former?.subject === record.subject ? former.groups : [];
    const gone = replaces === undefined ? [] : [replaces];
    const [eldest] = this.#sessions.size >= this.#maxSessions ? this.#sessions.keys() : [];
    if (eldest !== undefined) gone.push(eldest);
    this.#delete(gone);
    this.#sessions.set(record.id, inGroups(record, kept));
    return true;
  }

  async joinGroup(id: string, group: string): Promise<boolean> {
    const record = this.#live(id);
    if (!record) return false;
    this.#sessions.set(id, inGroups(record, [group]));
    return true;
  }

  async touchSession(id: string, used: number, until: number): Promise<boolean> {
    const record = this.#live(id);
    if (!record) return false;
    this.#sessions.delete(id);
    this.#sessions.set(id, { ...record, used, until });
    return true;
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.#delete([id]) > 0;
  }

  async listSessions(subject: string): Promise<SessionRecord[]> {
    return this.#where((record) => record.subject === subject).toSorted((a, b) => b.used - a.used);
  }

  async deleteSessionsOf(subject: string, except?: string): Promise<number> {
    const found = this.#where((record) => record.subject === subject && record.id !== except);
    return this.#delete(found.map(({ id }) => id));
  }

  async deleteGroup(group: string): Promise<number> {
    return this.#delete(this.#where(({ groups }) => groups.includes(group)).map(({ id }) => id));
  }

  async putCode(code: CodeRecord): Promise<void> {
    this.#dropCode(this.#slots.get(code.slot));
    if (this.#codes.size >= this.#maxCodes) this.#dropCode(this.#codes.keys().next().value);
    this.#codes.set(code.id, code);
    this.#slots.set(code.slot, code.id);
  }

  async takeCode(id: string): Promise<CodeRecord | undefined> {
    const code = this.#codes.get(id);
    this.#dropCode(id);
    return code && code.until > Date.now() ? code : undefined;
  }

  onDeleted(listener: (ids: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #live(id: string): SessionRecord | undefined {
    const record = this.#sessions.get(id);
    if (!record || record.until > Date.now()) return record;
    this.#sessions.delete(id);
    return undefined;
  }

  #where(fits: (record: SessionRecord) => boolean): SessionRecord[] {
    const live = [...this.#sessions.keys()].map((id) => this.#live(id));
    return live.filter((record) => record !== undefined).filter(fits);
  }

  /** Deletes sessions and tells the listeners; returns how many were there. */
  #delete(ids: readonly string[]): number {
    const gone = ids.filter((id) => this.#sessions.delete(id));
    if (gone.length > 0) for (const listener of this.#listeners) listener(gone);
    return gone.length;
  }

  #dropCode(id: string | undefined): void {
    const code = id === undefined ? undefined : this.#codes.get(id);
    if (!code) return;
    this.#codes.delete(code.id);
    if (this.#slots.get(code.slot) === code.id) this.#slots.delete(code.slot);
  }
}

/** The record of a session that is in more groups. */
const inGroups = (record: SessionRecord, groups: readonly string[]): SessionRecord => ({
  ...record,
  groups: [...new Set([...record.groups, ...groups])],
});
