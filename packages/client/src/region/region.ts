import {
  isInstance,
  type JoinPayload,
  type Refusal,
  refusedEvent,
  type RegionHost,
  updateEvent,
} from '@skerry/wire';

import { Channel, type State, type ChannelDelegate } from '../connection/channel.js';
import type { IncomingUpdate, LiveEvent } from '../connection/live-event.js';
import type { Connection } from '../connection/connection.js';
import { features } from '../features.js';
import { attendBindings, loadEvents, loadForJoin, loadForUpdate, loadMorph } from '../loader.js';
import type { Frame, Loss } from '../patch/frame.js';
import type { RegionHandle } from './region-handle.js';
import { dispatchHostEvent, applyEffects, reloadOnce } from './effects.js';
import { changesByOthers, damageNow, watchChanges } from '../patch/owned.js';
import { buildChild, patchInstance } from '../patch/patch.js';
import { Lost, lost, putNodes, Place } from '../patch/places.js';

/** A region on this page. It keeps the content of its host equal to the server's rendering. */
export class Region implements ChannelDelegate, RegionHandle {
  readonly topic: string;
  readonly changesOf = changesByOthers;
  readonly #channel: Channel;
  readonly #root: Place;
  #isActive: boolean | undefined;
  /** The version of the tree in the host; NaN if unknown. */
  #version: number;
  /** The updates behind one that waits for code. */
  #waiting: IncomingUpdate[] | undefined;

  constructor(
    readonly host: HTMLElement & RegionHost,
    readonly connection: Connection,
  ) {
    this.topic = host.id.replace('-', ':');
    this.#channel = new Channel(connection, this);
    this.#root = new Place(host);
    // A host that shows a state has been patched before.
    this.#version = host.dataset.state ? NaN : 0;
  }

  /** Joins the region on the server. */
  start(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    const { host } = this;
    watchChanges(host);
    Promise.allSettled([
      ...loadForJoin(this),
      // The server's markup ends with this comment, unless a parser has moved it out, or somebody has removed it.
      host.dataset.state || (host.lastChild as Comment | null)?.data === this.topic || this.#mend(),
    ]).then(() => this.#isActive && this.#channel.start());
  }

  /** Leaves the region. */
  stop(): void {
    this.#isActive = false;
    this.#channel.stop('ended');
  }

  /** True if events reach the server, now or later. */
  get takesEvents(): boolean {
    return !/failed|ended/.test(this.host.dataset.state!);
  }

  /** Events without an answer. */
  get queue(): LiveEvent[] {
    return this.#channel.queue;
  }

  /** Sends an event of the page, once the options of its binding allow it. */
  raiseEvent(event: LiveEvent): void {
    const { uses } = this.host.dataset;
    if (features.bindings) features.bindings.raiseEvent(event, this);
    else if (uses)
      attendBindings(uses)!.then(
        () => this.raiseEvent(event),
        (error) => this.takeRefusal({ code: 'not-loaded', reason: `${error}` }, event),
      );
    else this.sendEvent(event);
  }

  sendEvent(event: LiveEvent): void {
    if (features.events?.isSpare(event, this.queue)) return;
    this.#channel.pushEvent(event);
    this.#showPending();
    // If the load fails, the next update tries again.
    if (!event.seq) loadEvents().catch(() => {});
  }

  /** Requests the whole tree. */
  rejoin(): void {
    this.#version = NaN;
    this.#channel.restart(true);
  }

  joinPayload(): JoinPayload {
    // Waiting updates have no version yet: the server sends them again.
    this.#waiting = undefined;
    const { host, connection } = this;
    return {
      token: host.dataset.token!,
      page: connection.page,
      ...(host.firstChild &&
        this.#version >= 0 &&
        connection.received >= 0 && { have: this.#version }),
    };
  }

  takeUpdate(arrival: IncomingUpdate): void {
    const { update, answer, reply, joins } = arrival;
    answer?.settle?.(reply);
    this.#showPending();
    if (this.#waiting) return void this.#waiting.push(arrival);
    // A tree that answers a join begins with version 0.
    if (isInstance(update) && joins) this.#version = -1;
    const loading = loadForUpdate(this, arrival);
    if (loading[0] || damageNow()[0]) void this.#applyAfter(loading, arrival);
    else this.applyUpdate(arrival);
  }

  takeRefusal(error: Refusal, event?: LiveEvent): void {
    event?.settle?.(undefined, error);
    if (event) features.fields?.refuseEvent(error, event);
    this.#showPending();
    dispatchHostEvent(this.host, refusedEvent, { ...error, event: event?.name });
    if (error.code === 'stale') reloadOnce();
  }

  get isBehind(): boolean {
    return !!this.#waiting;
  }

  showState(state: State): void {
    this.host.dataset.state = state;
  }

  #showPending(): void {
    features.status?.showPending(this);
  }

  /** Puts back the nodes that a parser has moved out of the host. */
  async #mend(): Promise<void> {
    const rules = await import('../patch/mend.js');
    this.#version = await rules.mendRegion(this);
  }

  /** Applies an update once its code is loaded. Later updates wait behind it. */
  async #applyAfter(loading: Promise<unknown>[], arrival: IncomingUpdate): Promise<void> {
    const waiting: IncomingUpdate[] = (this.#waiting = []);
    // After a failed load islands stay as they are, so that the next join has to bring the whole tree.
    const failed = () => (this.#version = NaN);
    await Promise.all(loading.map((each) => each.catch(failed)));
    // This comes last, since others may have removed markers meanwhile.
    if (damageNow()[0])
      await loadMorph().then(() => features.morph!.putBackMarkers(this, arrival), failed);
    if (this.#waiting !== waiting) return;
    this.#waiting = undefined;
    try {
      this.applyUpdate(arrival);
    } finally {
      waiting.forEach((next) => this.takeUpdate(next));
      this.#channel.flush();
    }
  }

  /** Changes the DOM, applies the effects, and requests the parts that were lost. */
  applyUpdate(arrival: IncomingUpdate): void {
    const { update, text, answer } = arrival;
    const losses: Loss[] = [];
    const frame: Frame = {
      templates: this.connection.templates,
      language: '',
      losses,
      put: answer?.put ?? features.put ?? putNodes,
    };
    // The update itself causes the changes that are noted from here on.
    const { length } = damageNow();
    const settleFields = features.fields?.holdFields(this, arrival);
    const settleFocus = features.focus?.holdFocus(this);
    const settleScroll = features.scroll?.holdScroll();
    const settleEvents = features.events?.watchWaiting(this.connection);
    try {
      if (isInstance(update)) this.#replace(buildChild(update, frame) as DocumentFragment);
      else patchInstance(this.#root, update, frame);
      if (Object.keys(update)[0]) this.#version++;
      if (losses[0])
        loadMorph().then(
          () => features.morph!.recoverLosses(this, arrival, losses),
          () => this.rejoin(),
        );
    } catch (error) {
      if (!(error instanceof Lost)) reportError(error);
      this.rejoin();
    }
    settleEvents?.();
    this.#showPending();
    settleFields?.();
    settleFocus?.();
    settleScroll?.();
    damageNow().length = length;
    const bytes = new TextEncoder().encode(text).length;
    dispatchHostEvent(this.host, updateEvent, { bytes, version: this.#version });
    applyEffects(this.host, update, answer?.element);
  }

  #replace(tree: DocumentFragment): void {
    if (features.morph) features.morph.morph(this.host, tree);
    else if (this.host.firstChild) lost();
    else this.host.append(tree);
    this.#root.clear();
  }
}
