import { AsyncLocalStorage } from 'node:async_hooks';
import type { TracingChannelSubscribers } from 'node:diagnostics_channel';

import { microsSince } from '../core/elapsed.js';
import type { TracedRequest } from '../core/traced.js';
import { channels, type WorkChannel } from '../tracing/channels.js';
import type { TracedEvent, TracedJoin, TracedTap } from '../tracing/contexts.js';

/** Work that a browser has asked for. */
type Asked = TracedRequest | TracedJoin | TracedEvent;

/** A call of a tap; its message has the outcome. */
export interface TapCall {
  readonly tap: TracedTap;
  /** Microseconds until it was done; `undefined` before. */
  micros: number | undefined;
}

/** A request, a join or an event, with the taps that it has called. */
export interface TappedWork {
  /** Absent for what no browser has asked for: messages, timers, and the ends of connections. */
  readonly asked: Asked | undefined;
  readonly calls: TapCall[];
  /** Calls that are not listed, as there are too many. */
  omitted: number;
}

/** The path of the list of taps, in development. */
export const tapTracePath = '/_skerry/trace';

const maxWorks = 100;
const maxCalls = 200;

/** Lists the taps of the last requests, joins and events, with their times. It listens once {@link TapTrace.begin} is called. */
export class TapTrace {
  readonly #works: TappedWork[] = [];
  readonly #running = new AsyncLocalStorage<TappedWork>();
  readonly #calls = new WeakMap<TracedTap, [call: TapCall, started: number]>();
  #isOn = false;

  /** The last hundred pieces of work that have called a tap, newest first. */
  get works(): readonly TappedWork[] {
    return this.#works.toReversed();
  }

  /** Begins to listen; returns false if it did before. */
  begin(): boolean {
    if (this.#isOn) return false;
    this.#isOn = true;
    for (const channel of asking)
      channel.start.bindStore(this.#running, (asked) => ({ asked, calls: [], omitted: 0 }));
    channels.hook.subscribe(this.#subscribers);
    return true;
  }

  /** Forgets all that it has heard, and listens no more. */
  end(): void {
    this.#isOn = false;
    for (const channel of asking) channel.start.unbindStore(this.#running);
    channels.hook.unsubscribe(this.#subscribers);
    this.#works.length = 0;
  }

  readonly #subscribers: TracingChannelSubscribers<TracedTap> = {
    start: (tap) => this.#noteCall(tap),
    end: (tap) => void (tap.isAsync || this.#noteEnd(tap)),
    asyncStart() {},
    asyncEnd: (tap) => this.#noteEnd(tap),
    error() {},
  };

  #noteCall(tap: TracedTap): void {
    const work = this.#running.getStore() ?? { asked: undefined, calls: [], omitted: 0 };
    if (work.calls.length === maxCalls) return void work.omitted++;
    if (work.calls.length === 0) this.#keep(work);
    const call: TapCall = { tap, micros: undefined };
    work.calls.push(call);
    this.#calls.set(tap, [call, performance.now()]);
  }

  #noteEnd(tap: TracedTap): void {
    const [call, started] = this.#calls.get(tap) ?? [];
    if (call && started !== undefined) call.micros = microsSince(started);
  }

  #keep(work: TappedWork): void {
    // The list is about the app, and not about those who look at it.
    if (work.asked && 'path' in work.asked && work.asked.path === tapTracePath) return;
    this.#works.push(work);
    if (this.#works.length > maxWorks) this.#works.shift();
  }
}

// seam: each channel has messages of its own, all of which are work that was asked for.
const asking = [
  channels.request,
  channels.join,
  channels.event,
] as unknown as readonly WorkChannel<Asked>[];

/** The trace of this process. Channels belong to the process, so that an app that starts anew goes on with it. */
export const tapTrace = new TapTrace();
