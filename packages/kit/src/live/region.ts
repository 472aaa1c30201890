import type { EventPayload } from '@skerry/wire';

import { isDenial } from '../core/deny.js';
import { fail } from '../core/errors.js';
import type { RegionInfo } from '../hooks/payloads.js';
import { checkPlain } from './check-plain.js';
import type { InfoHandler, LiveView } from './define.js';
import { Display, microsSince } from './display.js';
import { EventDesk } from './event-desk.js';
import { Loads } from './loads.js';
import { mountRegion } from './mount.js';
import type { Outlet, Respond } from './outlet.js';
import { WorkQueue } from './queue.js';
import { runTurn } from './run-turn.js';
import type { Services } from './services.js';
import { type Staged, Turn } from './turn.js';
import type { Async, LiveSession, TerminateReason } from './types.js';

type State = Record<string, unknown>;
type Props = Record<string, unknown>;

/** Who a region is, and where it stands. */
export interface Identity {
  readonly id: string;
  readonly view: LiveView;
  /** Places and keys that lead to it in its page. */
  readonly position: string;
  /** Path of its page. */
  readonly page: string;
  readonly session: LiveSession;
  readonly props: Props;
}

/** What a browser is told of a region that has failed. */
export const regionFailed = { code: 'failed', reason: 'The region failed and starts again.' };

/** One mounted live view: its state, and the queue of work that changes it. */
export class Region {
  readonly id: string;
  readonly position: string;
  readonly page: string;
  readonly session: LiveSession;
  readonly services: Services;
  readonly display: Display;
  readonly queue = new WorkQueue();
  view: LiveView;
  props: Props;
  state: State = {};
  /** About how many bytes it holds. */
  bytes = 1024;
  /** Time of its last turn, in milliseconds. */
  touched = Date.now();
  readonly #events = new EventDesk(this);
  #loads: Loads | undefined;
  #topics: Set<string> | undefined;
  #lastFailure = Number.NEGATIVE_INFINITY;
  #ended = false;

  constructor(identity: Identity, services: Services) {
    this.id = identity.id;
    this.view = identity.view;
    this.position = identity.position;
    this.page = identity.page;
    this.session = identity.session;
    this.props = identity.props;
    this.services = services;
    this.display = new Display(this);
  }

  get info(): RegionInfo {
    return { id: this.id, view: this.view.id, path: this.page, props: this.props };
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Handles an event that a browser sent; every event is answered once. */
  event(payload: EventPayload, respond: Respond): void {
    this.touched = Date.now();
    this.#events.take(payload, respond);
  }

  /** Handles a message of a topic. */
  receive(topic: string, message: unknown): void {
    const handler = this.view.info(topic);
    if (!handler || this.#ended) return;
    if (this.queue.length >= this.services.limits.regionQueue)
      return this.report(fail('region-busy', { view: this.view.id }), 'info');
    this.touched = Date.now();
    this.queue.add(() => this.#info(handler, topic, message));
  }

  /** Gives the region its first state, as the first of its work; where that fails, the region ends. */
  mount(): void {
    this.queue.add(() => {
      const failed = (error: unknown) => {
        this.report(error, 'mount');
        this.end('reset');
      };
      try {
        return mountRegion(this)?.catch(failed);
      } catch (error) {
        return failed(error);
      }
    });
  }

  /** Gives the region to a channel, and answers with what its browser does not show yet. */
  attach(outlet: Outlet, have: number | undefined, respond: Respond): void {
    this.queue.add(() => {
      if (this.#ended) return void respond({ error: regionFailed });
      this.touched = Date.now();
      this.display.outlet = outlet;
      const reply = this.#events.lastSequence || undefined;
      this.#rendering(() => this.display.join(have, reply, respond));
    });
  }

  /** The channel is gone; the region may be joined again. */
  detach(outlet: Outlet): void {
    if (this.display.outlet === outlet) this.display.outlet = undefined;
  }

  /** Takes other props from the region around it. */
  setProps(props: Props): void {
    this.props = props;
    this.refresh();
  }

  /** Renders again with another version of the view; the state is kept. */
  replaceView(view: LiveView): void {
    this.view = view;
    this.refresh();
  }

  /** Renders again, though the state is the same. */
  refresh(): void {
    this.display.changed();
    this.catchUp();
  }

  /** Sends what the browser has not been sent. */
  catchUp(): void {
    this.queue.add(() => {
      if (!this.#ended) this.#rendering(() => this.display.push());
    });
  }

  /** Commits what is staged, and sends it by itself. @throws what rendering throws */
  flush(staged: Staged): void {
    this.#commit(staged, () => this.display.push());
  }

  /** Commits what a turn has staged and hands the update to `send`. */
  settle(staged: Staged, send: Parameters<Display['deliver']>[0]): void {
    this.#rendering(() => this.#commit(staged, () => this.display.deliver(send)));
  }

  /** Starts loading data into a member of the state. */
  load(key: string, load: Parameters<Loads['start']>[1]): void {
    this.#loads ??= new Loads(
      (at, outcome) => this.#loaded(at, outcome),
      (error) => this.report(error, 'async'),
    );
    this.#loads.start(key, load);
  }

  subscribe(topic: string): void {
    (this.#topics ??= new Set()).add(topic);
    this.services.pubsub.subscribe(topic, this);
  }

  unsubscribe(topic: string): void {
    this.#topics?.delete(topic);
    this.services.pubsub.unsubscribe(topic, this);
  }

  publish(topic: string, message: unknown): void {
    const receivers = this.services.pubsub.publish(topic, message);
    this.services.hooks.onBroadcast.call({ topic, message, receivers });
  }

  /** Refuses what is no plain data, in development. */
  checkState(state: State): void {
    if (this.services.development) checkPlain(this.view.id, state);
  }

  /** Reports a failure that was contained. */
  report(error: unknown, where: string): void {
    this.services.hooks.onError.call({ error, where, region: this.info });
  }

  /** Takes note of a turn that failed. The second in a short time resets the region. */
  failed(error: unknown, where: string): void {
    this.report(error, where);
    const before = this.#lastFailure;
    this.#lastFailure = Date.now();
    if (this.#lastFailure - before <= this.services.limits.panicWindow) this.#reset(error);
  }

  /** Whether nothing is being done or loaded. */
  get idle(): boolean {
    return !this.queue.busy && !this.#loads?.running;
  }

  /** Gives back memory while nothing happens. */
  rest(): void {
    if (!this.queue.busy) this.display.rest();
  }

  /** Ends the region, once. */
  end(reason: TerminateReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.display.outlet = undefined;
    this.#loads?.abort();
    for (const topic of this.#topics ?? []) this.services.pubsub.unsubscribe(topic, this);
    this.services.ended(this);
    try {
      this.view.terminate?.({ state: this.state, props: this.props }, reason);
    } catch (error) {
      this.report(error, 'terminate');
    }
  }

  /** Does what renders; a throw in it resets the region. */
  #rendering(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.report(error, 'render');
      this.#reset(error);
    }
  }

  /** Ends the region such that its browser mounts it anew. */
  #reset(error: unknown): void {
    const { outlet } = this.display;
    this.services.hooks.onPanic.call({ error, region: this.info, lastEvent: this.#events.lastName });
    this.end('reset');
    outlet?.crash(regionFailed);
  }

  #commit({ state, meta, effects }: Staged, send: () => void): void {
    if (state) {
      this.state = state;
      this.display.changed();
    }
    if (meta) this.display.keep(meta);
    send();
    for (const effect of effects) effect();
  }

  #info(handler: InfoHandler, topic: string, message: unknown): void | Promise<void> {
    if (this.#ended) return;
    const { hooks } = this.services;
    const region = this.info;
    const verdict = hooks.beforeInfo.call({ region, topic, message });
    if (isDenial(verdict)) return;
    const accepted = verdict ? verdict.value : message;
    const started = performance.now();
    const turn = new Turn(this, `info ${topic}`);
    return runTurn(turn, this, () => handler(turn.live, accepted, topic), (failure) => {
      if (failure) return this.failed(failure.cause, 'info');
      this.#rendering(() => this.flush(turn.take()));
      if (hooks.afterInfo.isUsed())
        hooks.afterInfo.call({ region, topic, message: accepted, micros: microsSince(started) });
    });
  }

  #loaded(key: string, outcome: Async<unknown>): void {
    this.queue.add(() => {
      if (this.#ended) return;
      const before = this.state[key] as Async<unknown> | undefined;
      const kept = before && 'value' in before ? { value: before.value } : {};
      const state = { ...this.state, [key]: { ...kept, ...outcome } };
      this.#rendering(() => this.flush({ state, meta: undefined, effects: [] }));
    });
  }
}
