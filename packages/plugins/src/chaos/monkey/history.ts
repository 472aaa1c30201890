/** The fate of an event, as its browser knows it. */
export type Outcome =
  /** It waits, or is on its way. */
  | 'open'
  /** The server has answered that it is handled. */
  | 'acknowledged'
  /** The server has answered that it is not. */
  | 'refused'
  /** Its answer will not come any more: the region or the page is another one. */
  | 'unknown';

/** An event that a browser has raised. */
export interface RaisedEvent {
  readonly visitor: number;
  /** The id of its region. */
  readonly region: string;
  readonly event: string;
  readonly value: unknown;
  outcome: Outcome;
  /** The code of a refusal. */
  code?: string;
}

/** A run of a handler, as a tap of `afterEvent` sees it. */
export interface HandledEvent {
  readonly region: string;
  readonly session: string;
  readonly event: string;
  readonly payload: unknown;
  /** True if the guards had let the event pass since the last one of its kind in this region. */
  readonly wasAllowed: boolean;
}

/** A broken promise of the app or of Skerry. */
export interface Violation {
  readonly invariant:
    | 'stale-dom'
    | 'lost-event'
    | 'handled-twice'
    | 'wrong-order'
    | 'handled-though-refused'
    | 'other-session'
    | 'leak'
    | 'open-guard'
    | 'lost-tree'
    | 'stuck'
    | 'escaped-error'
    | 'handles'
    | 'heap';
  readonly message: string;
}

/** A record of a run: what browsers have raised, what the server has handled, and what was seen to be wrong on the way. */
export class History {
  readonly raised: RaisedEvent[] = [];
  readonly handled: HandledEvent[] = [];
  readonly seen: Violation[] = [];
  /** The session that each region was mounted for. */
  readonly sessionOf = new Map<string, string>();
  /** The live view of each region. */
  readonly viewOf = new Map<string, string>();
  /** The events that guards have let pass, by region and event, and that are not handled yet. */
  readonly #allowed = new Map<string, number>();

  noteMounted(region: string, session: string, view: string): void {
    this.sessionOf.set(region, session);
    this.viewOf.set(region, view);
  }

  noteAllowed(region: string, event: string): void {
    const key = `${region} ${event}`;
    this.#allowed.set(key, (this.#allowed.get(key) ?? 0) + 1);
  }

  noteHandled(handled: Omit<HandledEvent, 'wasAllowed'>): void {
    const key = `${handled.region} ${handled.event}`;
    const allowed = this.#allowed.get(key) ?? 0;
    this.#allowed.set(key, Math.max(0, allowed - 1));
    this.handled.push({ ...handled, wasAllowed: allowed > 0 });
  }

  noteViolation(invariant: Violation['invariant'], message: string): void {
    this.seen.push({ invariant, message });
  }
}
