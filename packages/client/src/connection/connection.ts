import type { ServerFrame, Update, WireLimits } from '@skerry/wire';

import { addListeners } from '../events/add-listeners.js';
import { Templates } from '../patch/template.js';
import { read } from '../unclobbered.js';
import type { OpenTransport, Transport } from './transport.js';

/** A channel, as its connection uses it. */
export interface ConnectionMember {
  /** The connection is open. */
  onOpened(): void;
  /** The connection is closed. @param isUnreadable true if the server could not read a frame */
  onClosed(isUnreadable?: boolean): void;
  /** A frame has come on the member's channel, with this text. */
  onFrame(frame: ServerFrame, text: string): void;
}

const heartbeatEvery = 30_000;
/** Milliseconds without an answer after which a connection counts as dead: usually, and when in doubt. */
const patience = 10_000;
const doubt = 3_000;

/** Milliseconds before the next attempt: more after each, and random, so that pages do not come at once. */
export const backOff = (attempts: number): number =>
  Math.min(250 * 2 ** attempts, 6000) * (1 + 2 * Math.random());

/** The page's one connection to the server, open for as long as it has members. */
export class Connection {
  /** A random name of this page. */
  readonly page = crypto.getRandomValues(new Uint32Array(3)).join('-');
  /** The templates that the server has sent on this transport; it sends each once. */
  templates!: Templates;
  readonly members = new Set<ConnectionMember>();
  readonly #channels = new Map<unknown, ConnectionMember>();
  /** The limits of frames that the server has named. */
  limits: Partial<WireLimits> = {};
  /** The number of frames received for members on this transport; NaN from a loss or a repetition until the next transport is open. */
  received = 0;
  #lastChannel = 0;
  #transport: Transport | undefined;
  #attempts = 0;
  #heardAt!: number;
  #retry: number | undefined;
  #heartbeat: number | undefined;
  #deadline: number | undefined;

  constructor(
    readonly connect: OpenTransport,
    readonly signal: AbortSignal,
  ) {
    addListeners(window, 'pageshow online offline visibilitychange', signal, () => this.#check());
    // An open connection would keep the page out of the back/forward cache.
    addListeners(window, 'pagehide', signal, () => this.#close());
    signal.onabort = () => this.#close();
  }

  /** Adds a member, and opens the connection for the first one. */
  addMember(member: ConnectionMember): void {
    this.members.add(member);
    if (this.#isOpen) member.onOpened();
    else this.#open();
  }

  /** Removes a member. The heartbeat closes an unused connection. */
  removeMember(member: ConnectionMember): void {
    this.members.delete(member);
  }

  /** Gives a member a channel. Each number is used once, so that late messages reach no other member. */
  claim(member: ConnectionMember): number {
    this.#channels.set(++this.#lastChannel, member);
    return this.#lastChannel;
  }

  /** Frees a channel. */
  release(channel: number): void {
    this.#channels.delete(channel);
  }

  /** Sends a frame, and a heartbeat if the connection was silent for long. @param frame its channel, its reference, its parts */
  send(...frame: [channel: number, ref: number, ...parts: unknown[]]): void {
    if (!this.#isOpen) return;
    this.#write(frame);
    this.#ask(patience, patience);
  }

  #write(frame: unknown[]): void {
    this.#transport!.send(JSON.stringify(frame));
  }

  get #isOpen(): boolean {
    return this.#transport?.readyState === 1;
  }

  #open(): void {
    if (this.#transport || !this.members.size || this.signal.aborted) return;
    clearTimeout(this.#retry);
    this.templates = new Templates();
    this.#transport = this.connect({
      onopen: () => {
        this.#hear();
        this.#heartbeat = setInterval(() => this.#beat(), heartbeatEvery);
        this.members.forEach((member) => member.onOpened());
        this.received = 0;
      },
      onmessage: ({ data }) => this.#receive(data),
      onclose: (isUnreadable) => this.#lose(isUnreadable),
    });
    this.#expect(patience);
  }

  #receive(text: string): void {
    this.#hear();
    this.#attempts = 0;
    const frame = JSON.parse(text) as ServerFrame;
    const [channel, what, diff, reply] = frame;
    if (!channel) return this.#heed(reply);
    this.received++;
    // Templates are kept even if no member reads the frame, since the server does not send them again.
    if (text.includes('"s":['))
      this.templates.learn((typeof what === 'object' ? what : diff) as Update);
    this.#channels.get(channel)?.onFrame(frame, text);
  }

  /** Reads a message about the connection: the number of frames sent, or the limits of frames. */
  #heed(reply: unknown): void {
    if (reply instanceof Object) this.limits = reply as WireLimits;
    else if ((reply as number) >= 0 && reply !== this.received) {
      this.received = NaN;
      this.#lose();
    }
  }

  /** Closes the connection, until something calls for it again. */
  #close(isUnreadable?: boolean): void {
    clearTimeout(this.#retry);
    clearInterval(this.#heartbeat);
    const transport = this.#transport;
    if (!transport) return;
    this.#hear();
    this.#transport = undefined;
    transport.onopen = transport.onmessage = transport.onclose = null;
    transport.close();
    this.members.forEach((member) => member.onClosed(isUnreadable));
  }

  #lose(isUnreadable?: boolean): void {
    this.#close(isUnreadable);
    this.#retry = setTimeout(() => this.#open(), backOff(this.#attempts++));
  }

  #beat(): void {
    if (this.members.size) this.#ask(patience);
    else this.#close();
  }

  /** Checks the connection when the page or the network comes or goes. */
  #check(): void {
    if (this.#isOpen) this.#ask(doubt);
    else if (!read(document, 'hidden')) this.#open();
  }

  /** Sends a heartbeat after some milliseconds of silence: a transport that looks open may be dead. */
  #ask(wait: number, silence = 0): void {
    if (Date.now() - this.#heardAt < silence) return;
    this.#write([0, 0]);
    this.#expect(wait);
  }

  #expect(wait: number): void {
    this.#deadline ??= setTimeout(() => this.#lose(), wait);
  }

  #hear(): void {
    this.#heardAt = Date.now();
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }
}
