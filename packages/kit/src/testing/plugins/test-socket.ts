import { regionIdPrefix, skerry1, tokenAttribute, topicPrefix } from '@skerry/wire';

import { type App, liveServerOf } from '../../app/app.js';
import type { Locals } from '../../core/locals.js';
import { createLocals } from '../../core/trace.js';
import type { TestElement } from '../dom.js';
import { FakeTransport } from '../fake-transport.js';

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
  live.connect({ session, codec: skerry1, address: '127.0.0.1', locals }, transport);
  const sendFrame = (frame: TestFrame): void => void transport.receiveText(JSON.stringify(frame));
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
