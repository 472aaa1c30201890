import { regionIdPrefix, skerry1, tokenAttribute, topicPrefix } from '@skerry/wire';

import { type App, liveServerOf } from '../../app/app.js';
import { closeCodes, type CloseReason } from '../../core/close-reason.js';
import type { Locals } from '../../core/locals.js';
import { createLocals } from '../../core/trace.js';
import type { FrameReceiver, Transport } from '../../core/transport.js';
import type { TestElement } from '../dom.js';

/** A carrier of frames without a network: a test plays the browser. */
export class FakeTransport implements Transport {
  /** The bytes that wait to be sent, as the connection sees it; a test may raise it. */
  buffered = 0;
  /** The frames that the server has sent. */
  readonly sent: string[] = [];
  /** The code with which the carrier was closed. */
  closedWith: number | undefined;
  /** True while the server does not want to read. */
  isPaused = false;
  #receiver: FrameReceiver | undefined;

  deliverTo(receiver: FrameReceiver): void {
    this.#receiver = receiver;
  }

  send(text: string): void {
    if (this.closedWith === undefined) this.sent.push(text);
  }

  close(reason: CloseReason, message: string): void {
    this.#end(closeCodes[reason], message);
  }

  drop(): void {
    this.#end(1006, '');
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  /** Hands a frame to the server, as if the browser had sent it. */
  receiveText(text: string): void {
    if (this.closedWith === undefined && this.#receiver?.admitFrame(text.length))
      this.#receiver.receiveFrame(text);
  }

  #end(code: number, message: string): void {
    if (this.closedWith !== undefined) return;
    this.closedWith = code;
    this.#receiver?.onClosed(code, message);
  }
}

/** A frame of `skerry-1`, as JSON: `[channel, ref, …]`. */
export type TestFrame = readonly unknown[];

/** A browser's connection to an app under test, without a network. */
export interface TestSocket {
  /** Its carrier: a test drops it, or lets bytes wait. */
  readonly transport: FakeTransport;
  /** The frames of the server so far. */
  readonly frames: readonly TestFrame[];
  /** Sends a frame. */
  sendFrame(frame: TestFrame): void;
  /** Joins the region with this host, `<skerry-live id="lv-…" data-token="…">`, on a channel. */
  joinRegion(channel: number, host: TestElement): void;
}

/** The browser of a test socket. */
export interface TestSocketOptions {
  /** The cookie that the page was sent with, so that its regions can be joined; a new session by default. */
  cookie?: string;
  /** The data that guards would have set: the guards of requests and connections are not asked. */
  locals?: Locals;
}

/** Opens a connection to an app under test, without a network. */
export function openTestSocket(
  app: App,
  { cookie, locals = createLocals() }: TestSocketOptions = {},
): TestSocket {
  const live = liveServerOf(app);
  const transport = new FakeTransport();
  const session = live.sessions.read(cookie, false).known ?? live.sessions.begin();
  live.connect(session, skerry1, transport, '127.0.0.1', locals);
  const sendFrame = (frame: TestFrame): void => transport.receiveText(JSON.stringify(frame));
  return {
    transport,
    sendFrame,
    get frames() {
      return transport.sent.map((text) => JSON.parse(text) as TestFrame);
    },
    joinRegion(channel, host) {
      const topic = topicPrefix + (host.getAttribute('id') ?? '').slice(regionIdPrefix.length);
      const token = host.getAttribute(tokenAttribute) ?? '';
      sendFrame([channel, 0, { topic, token, have: 0, page: 'test' }]);
    },
  };
}
