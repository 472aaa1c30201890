import type { Page, WebSocket } from 'playwright';

import type { History, RaisedEvent } from '../../packages/plugins/src/chaos/monkey/history.js';

/** A frame as JSON: of an event, a join, an answer or an update. */
type Frame = readonly [channel: number, what: unknown, third?: unknown, fourth?: unknown];

/** Reads the lines of a page, and writes down which events it has raised and how they were answered. */
export class WireWatch {
  /** The number of heartbeats that were answered. */
  beats = 0;
  /** The refusals of joins and the ends of regions, in words. */
  readonly refusals: string[] = [];
  readonly #history: History;
  /** The events of a region without an answer, by their numbers. */
  readonly #open = new Map<string, Map<number, RaisedEvent>>();

  constructor(page: Page, history: History) {
    this.#history = history;
    page.on('websocket', (socket) => this.#watchLine(socket));
  }

  /** The number of events without an answer. */
  get waiting(): number {
    return [...this.#open.values()].reduce((sum, { size }) => sum + size, 0);
  }

  #watchLine(socket: WebSocket): void {
    const regions = new Map<number, string>();
    socket.on('framesent', ({ payload }) => this.#sent(JSON.parse(String(payload)), regions));
    socket.on('framereceived', ({ payload }) => {
      let frame: Frame;
      try {
        frame = JSON.parse(String(payload)) as Frame;
      } catch {
        // It was truncated on the way, and the page cannot read it either.
        return;
      }
      this.#received(frame, regions);
    });
  }

  #sent([channel, ref, what, value = null]: Frame, regions: Map<number, string>): void {
    if (typeof what === 'object' && what !== null)
      regions.set(channel, (what as { topic: string }).topic.slice('lv:'.length));
    const region = regions.get(channel);
    if (typeof what !== 'string' || region === undefined) return;
    const open = this.#open.get(region) ?? new Map<number, RaisedEvent>();
    this.#open.set(region, open);
    // What is sent again has its number still.
    if (open.has(ref as number)) return;
    const raised: RaisedEvent = { visitor: 0, region, event: what, value, outcome: 'open' };
    open.set(ref as number, raised);
    this.#history.raised.push(raised);
  }

  #received([channel, ref, diff, reply]: Frame, regions: Map<number, string>): void {
    if (channel === 0 && typeof reply === 'number') this.beats++;
    if (ref === 'close' || (ref === 0 && diff === null))
      this.refusals.push(`${regions.get(channel)}: ${ref} ${JSON.stringify(reply)}`);
    const open = this.#open.get(regions.get(channel) ?? '');
    if (!open || typeof ref !== 'number') return;
    if (ref === 0 && diff !== null) {
      // Another region: the one before may have handled what was sent.
      if ('s' in (diff as object) && reply === undefined) this.#settleAll(open);
      return;
    }
    const raised = open.get(ref);
    if (!raised) return;
    const code = diff === null ? (reply as { code: string }).code : undefined;
    if (code === 'rate-limited' || code === 'not-joined') return;
    open.delete(ref);
    raised.outcome = code === undefined ? 'acknowledged' : 'refused';
    if (code !== undefined) raised.code = code;
  }

  #settleAll(open: Map<number, RaisedEvent>): void {
    for (const raised of open.values()) raised.outcome = 'unknown';
    open.clear();
  }
}
