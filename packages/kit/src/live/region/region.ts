import type { EventPayload, Instance } from '@skerry/wire';

import type { Blamed } from '../../core/blame.js';
import { type Denial, isDenial, isRedirect, type Redirect } from '../../core/deny.js';
import type { LiveSession } from '../../core/session.js';
import { caught, toError } from '../../core/thrown.js';
import type { RegionInfo } from '../../hooks/payloads.js';
import type { Cause } from '../messages/cause.js';
import { checkPlain } from './check-plain.js';
import type { LiveView } from '../author/define.js';
import { Display } from '../render/renderer.js';
import { EventDesk } from './handle-event.js';
import { freshTree } from '../render/fresh-tree.js';
import type { Identity } from './identity.js';
import { InfoDesk } from './handle-message.js';
import { Loads } from './loads.js';
import { mountRegion } from './mount.js';
import type { Answer, Outlet, Respond } from '../render/update-sink.js';
import { WorkQueue } from './queue.js';
import { isRefused, notJoined, refusal, regionFailed, stale } from './refusal.js';
import { Scale } from './scale.js';
import type { Services } from '../services.js';
import { terminateView } from './unmount-view.js';
import { type Subscription, Topics } from './subscriptions.js';
import type { Staged } from './turn.js';
import type { TerminateReason } from '../author/contexts.js';

type State = Record<string, unknown>;
type Props = Record<string, unknown>;

/** One mounted live view: its state, and the queue of work that changes it. */
export class Region implements Blamed {
  readonly id: string;
  readonly position: string;
  readonly page: string;
  readonly session: LiveSession;
  readonly address: string;
  readonly around: Region | undefined;
  readonly services: Services;
  readonly display: Display;
  readonly queue = new WorkQueue(this);
  readonly topics: Topics;
  view: LiveView;
  props: Props;
  state: State = {};
  /** About how much it holds. */
  readonly scale: Scale;
  /** When its last work began, by `performance.now()`. */
  touched = performance.now();
  /** Name of what it does, or did last, for warnings. */
  doing = 'render';
  /** The turn or the mount that is under way, to be called off when the region ends. */
  underway: { end(): void } | undefined;
  readonly #events = new EventDesk(this);
  readonly #infos = new InfoDesk(this);
  #loads: Loads | undefined;
  #lastFailure = Number.NEGATIVE_INFINITY;
  #mounted = false;
  #ended = false;
  /** The answer to what comes after its end. */
  lastWord: Answer = { error: regionFailed };

  constructor(identity: Identity, services: Services) {
    this.id = identity.id;
    this.view = identity.view;
    this.position = identity.position;
    this.page = identity.page;
    this.session = identity.session;
    this.address = identity.address;
    this.props = identity.props;
    this.around = identity.around;
    this.services = services;
    this.display = new Display(this);
    this.topics = new Topics(services.pubsub, this);
    this.scale = new Scale(this);
  }

  get info(): RegionInfo {
    return { id: this.id, view: this.view.id, path: this.page, props: this.props };
  }

  /** What it keeps in memory beside its state, its props and what it shows. */
  get held(): readonly unknown[] {
    return [this.page, this.position, this.#events.held, this.topics.held];
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Handles an event that a browser sent in so many bytes; every event is answered once. */
  event(payload: EventPayload, respond: Respond, bytes = 0): void {
    this.scale.moved(bytes);
    this.display.confirmed();
    this.#events.take(payload, respond);
  }

  /** Handles a message of a topic that it has subscribed to. */
  receive(subscription: Subscription, message: unknown, cause: Cause): void {
    this.#infos.take(subscription, message, cause);
  }

  /** Gives the region its first state, as the first of its work; where that fails, the region ends. */
  mount(): void {
    this.queue.add(() => {
      const failed = (thrown: unknown) => {
        const cause = caught(thrown);
        this.lastWord = refusal(cause);
        if (!isDenial(cause) && !isRedirect(cause)) this.report(cause, 'mount');
        this.end('reset');
      };
      try {
        return mountRegion(this)?.catch(failed);
      } catch (thrown) {
        return failed(thrown);
      }
    });
  }

  /** Takes its first state. */
  begin(state: State): void {
    this.state = state;
    this.#mounted = true;
    this.display.changed();
  }

  /** Gives the region to a channel, and answers with what its browser does not show yet. */
  attach(outlet: Outlet, have: number | undefined, respond: Respond): void {
    this.queue.add(() => {
      if (this.#ended) return void respond(this.lastWord);
      // While other work was done the channel may have been given up.
      if (!outlet.open) return void respond({ error: notJoined });
      this.doing = 'join';
      this.display.outlet = outlet;
      const reply = this.#events.lastSequence || undefined;
      this.rendering(() => this.display.join(outlet, have, reply, respond), respond);
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

  /** Goes on with another version of the view, its state kept; one that cannot render that state is not taken. */
  replaceView(view: LiveView): void {
    const before = this.view;
    this.view = view;
    try {
      freshTree(this);
    } catch (cause) {
      this.view = before;
      return this.report(cause, 'render');
    }
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
      this.doing = 'render';
      if (!this.#ended) this.rendering(() => this.display.push());
    });
  }

  /** The whole tree, for a page that this region has just come to; absent where it is not to be had at once. */
  whole(outlet: Outlet): Instance | undefined {
    let tree: Instance | undefined;
    if (this.queue.busy || this.#ended) return undefined;
    if (!this.rendering(() => (tree = this.display.tree(outlet)))) outlet.forgetTemplates();
    return tree;
  }

  /** Commits what is staged, and sends it by itself. Returns whether that went well. */
  flush(staged: Staged): boolean {
    return !this.#ended && this.rendering(() => this.#commit(staged, () => this.display.push()));
  }

  /** Commits what a turn has staged and answers its event. Returns whether that went well. */
  settle(staged: Staged, reply: unknown, respond: Respond): boolean {
    const send = () => this.display.deliver((diff) => respond({ diff, reply }));
    if (!this.#ended) return this.rendering(() => this.#commit(staged, send), respond);
    respond(this.lastWord);
    return false;
  }

  /** Starts loading data into a member of the state. */
  load(key: string, load: Parameters<Loads['start']>[1]): void {
    (this.#loads ??= new Loads(this)).start(key, load);
  }

  /** Refuses what is no plain data, in development. */
  checkState(state: State): void {
    if (this.services.development) checkPlain(this.view.id, state);
  }

  /** Reports a failure that was contained. */
  report(thrown: unknown, where: string): void {
    const { info: region, session } = this;
    this.services.hooks.onError.call({ error: toError(thrown), where, region, session });
  }

  /** A piece of its work was done, or waits: where that took long in one go, a warning names it. */
  worked(started: number): void {
    this.touched = started;
    this.services.slowWork.took(this.view.id, this.doing, started);
  }

  /** Takes note of a turn that failed. The second in a short time resets the region. */
  failed(error: Denial | Redirect | Error, where: string): void {
    if (this.#ended || isRefused(error)) return;
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
    if (reason === 'session-ended') this.lastWord = { error: stale('The session is over.') };
    this.underway?.end();
    this.display.outlet = undefined;
    this.#loads?.abort();
    this.topics.clear();
    this.around?.display.inside.remove(this);
    this.services.ended(this);
    if (this.#mounted) terminateView(this, reason);
  }

  /** Does what renders. A guard's no is answered; a throw resets the region. Returns whether it went well. */
  rendering(work: () => void, respond?: Respond): boolean {
    try {
      work();
      return true;
    } catch (thrown) {
      const cause = caught(thrown);
      if (isDenial(cause)) respond?.(refusal(cause));
      else {
        this.report(cause, 'render');
        this.#reset(cause, respond);
      }
      return false;
    }
  }

  /** Takes what its work threw where nothing caught it: its browser mounts it anew. */
  panic(error: Error): void {
    this.report(error, 'uncaught');
    this.#reset(error);
  }

  /** Ends the region such that its browser mounts it anew. */
  #reset(thrown: unknown, respond?: Respond): void {
    const { outlet } = this.display;
    outlet?.forgetTemplates();
    this.services.hooks.onPanic.call({
      error: toError(thrown),
      region: this.info,
      lastEvent: this.#events.lastName,
    });
    this.end('reset');
    respond?.({ error: regionFailed });
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
    this.scale.settle();
  }
}
