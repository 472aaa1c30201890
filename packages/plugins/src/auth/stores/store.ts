/** A logged-in session, as a store keeps it. Its id is a hash, so that a stolen store opens nothing. */
export interface SessionRecord {
  /** SHA-256 of the id in the visitor's cookie, as 43 URL-safe characters. */
  readonly id: string;
  /** The user's id. */
  readonly subject: string;
  /** When it began, in milliseconds since 1970, as all times here. */
  readonly began: number;
  /** When it was last used, at most a minute behind. */
  readonly used: number;
  /** When it ends unless it is used before. */
  readonly until: number;
  /** When the visitor last proved who they are. */
  readonly authenticated: number;
  /** The way in which they did: `password`, `link`, or a name of the app's own. */
  readonly method: string;
  /** The rights with which it began, in one text. */
  readonly rights: string;
  /** Names of the groups that it belongs to, which may be ended together: a device, a room. */
  readonly groups: readonly string[];
  /** The browser and its system, as it names itself, in a few words. */
  readonly device: string;
  /** The network from which it began. */
  readonly address: string;
}

/** A one-time code, as a store keeps it. */
export interface CodeRecord {
  /** SHA-256 of the code, as 43 URL-safe characters. */
  readonly id: string;
  /** The purpose and whom it is for; of each pair only the latest code is kept. */
  readonly slot: string;
  /** Anything that JSON can carry. */
  readonly data: string;
  /** When it ends. */
  readonly until: number;
}

/**
 * Keeps the sessions and codes of auth. Each method is atomic: it happens as a whole or, if its promise is rejected, the
 * caller may call it again. A record is gone once its `until` is past.
 */
export interface AuthStore {
  /** Reads a session. */
  getSession(id: string): Promise<SessionRecord | undefined>;
  /**
   * Writes a session, in place of another that is deleted with the same step; of one of the same user it takes over the groups as
   * well. If the other is gone it writes nothing, and returns false: what was ended does not go on under a new id.
   */
  putSession(record: SessionRecord, replaces?: string): Promise<boolean>;
  /** Adds a session to a group and changes nothing else; never brings back one that is gone, and returns false then. */
  joinGroup(id: string, group: string): Promise<boolean>;
  /** Notes that a session was used; never brings back one that is gone, and returns false then. */
  touchSession(id: string, used: number, until: number): Promise<boolean>;
  /** Deletes a session; returns false if it was gone. */
  deleteSession(id: string): Promise<boolean>;
  /** Reads the sessions of a user, the latest first. */
  listSessions(subject: string): Promise<SessionRecord[]>;
  /** Deletes the sessions of a user, except one; returns how many. */
  deleteSessionsOf(subject: string, except?: string): Promise<number>;
  /** Deletes the sessions of a group; returns how many. */
  deleteGroup(group: string): Promise<number>;
  /** Writes a code, in place of the one that has its slot. */
  putCode(code: CodeRecord): Promise<void>;
  /** Takes a code, which is gone then; of simultaneous calls one gets it. */
  takeCode(id: string): Promise<CodeRecord | undefined>;
  /** Calls a function with the ids of the sessions that are deleted, by this process or another. Returns a function that ends that. */
  onDeleted(listener: (ids: readonly string[]) => void): () => void;
  /** Connects to where the records are; auth waits for it when the app starts. `report` receives what fails later. */
  open?(report: (error: Error) => void): Promise<void>;
  /** Ends what `open` began. */
  close?(): Promise<void>;
}
