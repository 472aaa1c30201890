import {
  type ClientMessage,
  defaultMaxPayload,
  heartbeatAddress,
  readServerFrame,
  type ServerMessage,
  type WireLimits,
  writeClientFrame,
} from '@skerry/wire';

import { Templates } from '../patch/template.js';
import { on } from '../events/on.js';
import { read } from '../unclobbered.js';

/** What a connection carries. */
export interface Member {
  /** The line is there. */
  opened(): void;
  /** The line is gone, with the code of its close. */
  closed(code: number): void;
  /** Something arrived on the member's channel, in a frame of this text. */
  receive(message: ServerMessage, text: string): void;
}

const heartbeatEvery = 30_000;
/** Milliseconds without an answer after which a line is dead: usually, and where there is reason to think that it is. */
const patience = 10_000;
const doubt = 3_000;

/** Milliseconds to wait before the next attempt: longer after each, and spread, so that pages do not come at once. */
export const backOff = (attempts: number): number =>
  Math.min(250 * 2 ** attempts, 6000) * (1 + 2 * Math.random());

/** The page's one line to the server, open for as long as it has members. */
export class Connection {
  /** A random name of this page. */
  readonly page = crypto.getRandomValues(new Uint32Array(3)).join('-');
  /** What the server has sent on this line, and will not send on it again. */
  templates!: Templates;
  readonly members = new Set<Member>();
  readonly #channels = new Map<unknown, Member>();
  /** Bytes of a frame that the server takes. */
  maxPayload = defaultMaxPayload;
  /** Frames that have come for members on this line. Where some were lost or repeated NaN, until the next line is there. */
  received = 0;
  #lastChannel = 0;
  #socket: WebSocket | undefined;
  #attempts = 0;
  #heardAt = 0;
  #retry: number | undefined;
  #heartbeat: number | undefined;
  #deadline: number | undefined;

  constructor(
    readonly url: string,
    readonly signal: AbortSignal,
  ) {
    on(window, 'pageshow online offline visibilitychange', signal, () => this.#check());
    // An open line would keep the page out of the back/forward cache.
    on(window, 'pagehide', signal, () => this.#close());
    signal.onabort = () => this.#close();
  }

  /** Takes a member in, and opens the line for the first. */
  add(member: Member): void {
    this.members.add(member);
    if (this.#isOpen) member.opened();
    else this.#open();
  }

  /** Forgets a member. The heartbeat closes a line that nobody uses. */
  remove(member: Member): void {
    this.members.delete(member);
  }

  /** Gives a member a channel. No number is used twice, so that what comes late reaches nobody. */
  claim(member: Member): number {
    this.#channels.set(++this.#lastChannel, member);
    return this.#lastChannel;
  }

  /** Takes a channel back. */
  release(channel: number): void {
    this.#channels.delete(channel);
  }

  /** Sends a message; a line that has long been silent is questioned too. */
  send(message: ClientMessage): void {
    if (!this.#isOpen) return;
    this.#socket!.send(writeClientFrame(message));
    this.#ask(patience, patience);
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === 1;
  }

  #open(): void {
    if (this.#socket || !this.members.size || this.signal.aborted) return;
    clearTimeout(this.#retry);
    this.templates = new Templates();
    const socket = (this.#socket = new WebSocket(this.url));
    socket.onopen = () => {
      this.#hear();
      this.#heartbeat = setInterval(() => this.#beat(), heartbeatEvery);
      this.members.forEach((member) => member.opened());
      this.received = 0;
    };
    socket.onmessage = ({ data }) => this.#receive(data as string);
    socket.onclose = ({ code }) => this.#lose(code);
    this.#expect(patience);
  }

  #receive(text: string): void {
    this.#hear();
    this.#attempts = 0;
    const message = readServerFrame(text);
    if (message.address === heartbeatAddress) return this.#heed(message);
    this.received++;
    // Learned before anybody reads the frame, since nobody may, and it will not be sent again.
    if ('diff' in message && text.includes('"s":[')) this.templates.learn(message.diff!);
    this.#channels.get(message.address.channel)?.receive(message, text);
  }

  /** Takes what the server says of the line: how many frames it has sent, or how large a frame may be. */
  #heed(message: ServerMessage): void {
    const { reply } = message as { reply?: unknown };
    if (reply instanceof Object) this.maxPayload = (reply as WireLimits).maxPayload;
    else if ((reply as number) >= 0 && reply !== this.received) {
      this.received = NaN;
      this.#lose(1006);
    }
  }

  /** Closes the line, not to open it again before something calls for it. */
  #close(code = 1000): void {
    clearTimeout(this.#retry);
    clearInterval(this.#heartbeat);
    const socket = this.#socket;
    if (!socket) return;
    this.#hear();
    this.#socket = undefined;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.members.forEach((member) => member.closed(code));
  }

  #lose(code: number): void {
    this.#close(code);
    this.#retry = setTimeout(() => this.#open(), backOff(this.#attempts++));
  }

  #beat(): void {
    if (this.members.size) this.#ask(patience);
    else this.#close();
  }

  /** Looks after the line when the page or the network comes or goes. */
  #check(): void {
    if (this.#isOpen) this.#ask(doubt);
    else if (!read(document, 'hidden')) this.#open();
  }

  /** Asks for a sign of life, if there was none for some milliseconds: sockets that look open may be dead. */
  #ask(wait: number, silence = 0): void {
    if (Date.now() - this.#heardAt < silence) return;
    this.#socket!.send(writeClientFrame({ kind: 'heartbeat', ref: 0 }));
    this.#expect(wait);
  }

  #expect(wait: number): void {
    this.#deadline ??= setTimeout(() => this.#lose(1006), wait);
  }

  #hear(): void {
    this.#heardAt = Date.now();
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }
}
