import { scripts } from './redis-scripts.js';
import type { AuthStore, CodeRecord, SessionRecord } from './store.js';

/** The members of a client of the package `redis` (5 and above) that the store uses. */
export interface RedisClient {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** A second connection of a client, which hears messages alone. */
export interface RedisSubscriber {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** A client of the package `redis`: `createClient({ url })`. The app adds its listener for `error`, and closes it. */
  readonly client: RedisClient & { duplicate(): RedisSubscriber };
  /** The beginning of all keys; `{auth}:` by default. Braces keep them in one slot of a cluster. */
  readonly prefix?: string;
}

/** Keeps sessions and codes in Redis (7.0 and above), for apps of several processes. A session that one of them deletes ends in all at once. */
export const redisStore = (options: RedisStoreOptions): AuthStore => new RedisStore(options);

/** A session as the scripts return it. */
type Stored = readonly [record: string | null, used: string, until: string, sets: string];

class RedisStore implements AuthStore {
  readonly #client: RedisStoreOptions['client'];
  readonly #prefix: string;
  readonly #listeners = new Set<(ids: readonly string[]) => void>();
  #subscriber: RedisSubscriber | undefined;

  constructor({ client, prefix = '{auth}:' }: RedisStoreOptions) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async open(report: (error: Error) => void): Promise<void> {
    if (!this.#client.isOpen) await this.#client.connect();
    const subscriber = this.#client.duplicate();
    // Without a listener the error of a dropped connection would end the process. The client connects again by itself.
    subscriber.on('error', report);
    await subscriber.connect();
    await subscriber.subscribe(`${this.#prefix}deleted`, (message) => {
      const ids = message.split(' ');
      for (const listener of this.#listeners) {
        try {
          listener(ids);
        } catch (thrown) {
          report(toThrown(thrown));
        }
      }
    });
    this.#subscriber = subscriber;
  }

  async close(): Promise<void> {
    await this.#subscriber?.close();
    this.#subscriber = undefined;
  }

  async getSession(id: string): Promise<SessionRecord | undefined> {
    return toRecord((await this.#run('getSession', id)) as Stored);
  }

  async putSession(record: SessionRecord, replaces = ''): Promise<boolean> {
    const { id, used, until, subject, groups } = record;
    const sets = [setOf(subject), ...groups.map(groupSetOf)].join('\n');
    const times = [used, until, Date.now()].map(String);
    const given = [JSON.stringify(record), ...times, replaces, sets];
    return (await this.#run('putSession', id, ...given)) === 1;
  }

  async joinGroup(id: string, group: string): Promise<boolean> {
    return (await this.#run('joinSet', id, groupSetOf(group))) === 1;
  }

  async touchSession(id: string, used: number, until: number): Promise<boolean> {
    return (await this.#run('touchSession', id, `${used}`, `${until}`)) === 1;
  }

  async deleteSession(id: string): Promise<boolean> {
    return (await this.#run('deleteSession', id)) === 1;
  }

  async listSessions(subject: string): Promise<SessionRecord[]> {
    const found = (await this.#run('listSet', setOf(subject))) as Stored[];
    const records = found.map(toRecord).filter((record) => record !== undefined);
    return records.toSorted((a, b) => b.used - a.used);
  }

  async deleteSessionsOf(subject: string, except = ''): Promise<number> {
    return Number(await this.#run('deleteSet', setOf(subject), except));
  }

  async deleteGroup(group: string): Promise<number> {
    return Number(await this.#run('deleteSet', groupSetOf(group), ''));
  }

  async putCode(code: CodeRecord): Promise<void> {
    await this.#run('putCode', code.id, toName(code.slot), JSON.stringify(code), `${code.until}`);
  }

  async takeCode(id: string): Promise<CodeRecord | undefined> {
    const found = (await this.#run('takeCode', id)) as string | null;
    return found === null ? undefined : (JSON.parse(found) as CodeRecord);
  }

  onDeleted(listener: (ids: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #run(script: keyof typeof scripts, ...rest: string[]): Promise<unknown> {
    return this.#client.eval(scripts[script], { keys: [], arguments: [this.#prefix, ...rest] });
  }
}

/** A name of the app in a key: line breaks separate names. */
const toName = (text: string): string => encodeURIComponent(text.toWellFormed());

const setOf = (subject: string): string => `u:${toName(subject)}`;
const groupSetOf = (group: string): string => `g:${toName(group)}`;

function toRecord([record, used, until, sets]: Stored): SessionRecord | undefined {
  if (record === null || Number(until) <= Date.now()) return undefined;
  const own = JSON.parse(record) as SessionRecord;
  return { ...own, used: Number(used), until: Number(until), groups: groupsOf(sets) };
}

/** The groups among the names of sets; the record has those alone with which it was written. */
const groupsOf = (sets: string): string[] =>
  sets.split('\n').flatMap((set) => (set.startsWith('g:') ? decodeURIComponent(set.slice(2)) : []));

/** Anything that was thrown, as an Error. */
const toThrown = (thrown: unknown): Error =>
  thrown instanceof Error
    ? thrown
    : new Error('Something other than an Error was thrown.', { cause: thrown });
