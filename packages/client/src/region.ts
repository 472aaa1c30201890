import { isInstance, type JoinPayload, type Refusal } from '@skerry/wire';

import { type Arrival, Channel, type LiveEvent, type State, type Subscriber } from './channel.js';
import type { Connection } from './connection.js';
import { choices, noteChoices } from './fields.js';
import { announce, followUp, reloadOnce } from './meta.js';
import { build, type Frame, patchInstance } from './patch.js';
import { Lost, Slot } from './places.js';
import { call } from './unclobbered.js';

/** A live region on this page: keeps what its host holds equal to what the server renders. */
export class Region implements Subscriber {
  readonly topic: string;
  readonly #channel: Channel;
  readonly #root: Slot;
  #state: State = 'connecting';
  #isActive = false;
  /** Version of the tree that the host holds; none where that is not known. */
  #version: number | undefined;
  /** What arrived while a whole tree waits to be applied. */
  #waiting: Arrival[] | undefined;

  constructor(
    readonly host: HTMLElement,
    readonly connection: Connection,
    readonly page: string,
  ) {
    this.topic = `lv:${host.id.slice(3)}`;
    this.#channel = new Channel(connection, this);
    this.#root = new Slot(host);
    // A host that shows a state has been patched before.
    this.#version = host.dataset.state ? undefined : 0;
  }

  /** Joins the region on the server. */
  start(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    const join = () => this.#isActive && this.#channel.start();
    noteChoices(this.host).then(join, join);
  }

  /** Leaves it. */
  stop(): void {
    this.#isActive = false;
    this.#channel.stop('ended');
  }

  /** Whether events reach the server, now or later. */
  get takesEvents(): boolean {
    return this.#state !== 'failed' && this.#state !== 'ended';
  }

  /** Sends an event of the page; the element that raised it is busy until the answer. */
  raise(type: string, name: string, value: unknown, element: Element): LiveEvent {
    const event = { type, name, value, element };
    call(element, 'setAttribute', 'aria-busy', 'true');
    this.#channel.push(event);
    return event;
  }

  joinPayload(): JoinPayload {
    // A whole tree that is not applied yet counts for nothing.
    if (this.#waiting) this.#waiting = this.#version = undefined;
    const payload = { token: this.host.dataset.token!, page: this.page };
    const have = this.host.firstChild ? this.#version : undefined;
    return have === undefined ? payload : { ...payload, have };
  }

  update(arrival: Arrival): void {
    const { update, answer, joins } = arrival;
    if (answer) this.#release(answer);
    if (this.#waiting) return void this.#waiting.push(arrival);
    const frame: Frame = { templates: this.connection.templates, answer, svg: false };
    if (!isInstance(update))
      return this.#settle(arrival, () => patchInstance(this.#root, update, frame));
    // A tree that answers a join starts the versions anew.
    if (joins) this.#version = -1;
    if (this.host.firstChild) void this.#replace(arrival, () => build(update, frame));
    else this.#settle(arrival, () => this.host.append(build(update, frame)));
  }

  refused(error: Refusal, event?: LiveEvent): void {
    if (event) this.#release(event);
    announce(this.host, 'refused', { ...error, event: event?.name });
    if (error.code === 'stale') reloadOnce();
  }

  show(state: State): void {
    this.#state = this.host.dataset.state = state;
  }

  /** Changes the DOM, then does what else the update says. Where a place is missing, asks for the whole tree. */
  #settle({ update, bytes, answer }: Arrival, change: () => void): void {
    const settleChoices = choices?.holdChoices(answer);
    try {
      change();
      if (Object.keys(update).length) this.#version!++;
    } catch (error) {
      if (!(error instanceof Lost)) reportError(error);
      this.#version = undefined;
      this.#channel.restart(true);
    }
    settleChoices?.();
    announce(this.host, 'update', { bytes, version: this.#version });
    followUp(this.host, update, answer?.element);
  }

  /** Brings the DOM to another tree, once the code for that is loaded; what arrives meanwhile waits. */
  async #replace(arrival: Arrival, tree: () => Node | string): Promise<void> {
    const waiting: Arrival[] = (this.#waiting = []);
    const { morph } = await import('./reset.js').catch(() => ({ morph: replace }));
    if (this.#waiting !== waiting) return;
    this.#waiting = undefined;
    try {
      this.#settle(arrival, () => {
        morph(this.host, tree() as DocumentFragment, arrival.answer);
        this.#root.clear();
      });
    } finally {
      waiting.forEach((next) => this.update(next));
    }
  }

  #release({ element }: LiveEvent): void {
    if (!this.#channel.queue.some((other) => other.element === element))
      call(element, 'removeAttribute', 'aria-busy');
  }
}

/** What is left where that code cannot be loaded. */
const replace = (host: Element, tree: DocumentFragment): void => host.replaceChildren(tree);
