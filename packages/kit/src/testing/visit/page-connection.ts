import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

import {
  type ClientMessage,
  livePath,
  readServerFrame,
  type ServerMessage,
  skerry1,
  writeClientFrame,
} from '@skerry/wire';

import type { LiveServer } from '../../channel/live-server.js';
import type { Refused } from '../../channel/transport/handshake.js';
import { underBase } from '../../core/base.js';
import { LiveTestError, refusedError } from '../dom.js';
import { FakeTransport } from '../fake-transport.js';

/** The page that asks for a connection. */
export interface AskingPage {
  /** The origin of the app. */
  readonly origin: string;
  /** The path that the app is under. */
  readonly base: string;
  /** The cookie header of the browser. */
  readonly cookie: string;
}

/** A message to a channel. */
type Asked = Exclude<ClientMessage, { kind: 'heartbeat' }>;

/** The connection of a page in the test's own process: it is asked for as a browser does, and its frames go over no wire. */
export class PageConnection extends FakeTransport {
  /** The `Set-Cookie` headers with which the server has granted it. */
  cookies: readonly string[] = [];
  readonly #socket = new Socket();
  readonly #take: (message: ServerMessage) => void;
  readonly #answers = new Map<string, (message: ServerMessage | LiveTestError) => void>();

  private constructor(take: (message: ServerMessage) => void) {
    super();
    this.#take = take;
  }

  /** Asks for a connection. @param take receives its messages */
  static async open(
    live: LiveServer,
    page: AskingPage,
    take: (message: ServerMessage) => void,
  ): Promise<PageConnection | Refused> {
    const opened = new PageConnection(take);
    const socket = opened.#socket;
    const verdict = await live.openConnection(upgradeOf(page, socket), socket);
    if ('status' in verdict) {
      socket.destroy();
      return verdict;
    }
    if (verdict.cookie !== undefined) opened.cookies = [verdict.cookie];
    live.connect(verdict, opened);
    return opened;
  }

  /** Sends a message, and waits for its answer. @throws LiveTestError if the server refuses it, or closes the connection */
  async ask(message: Asked): Promise<void> {
    const answer = new Promise<ServerMessage | LiveTestError>((resolve) =>
      this.#answers.set(keyOf(message), resolve),
    );
    if (!this.receiveText(writeClientFrame(message)))
      throw new LiveTestError('The server takes nothing more over this connection.');
    const answered = await answer;
    if (answered instanceof LiveTestError) throw answered;
    // What the view shows of a refusal a step can see.
    if (answered.kind === 'refused' && !answered.error.isTaken) throw refusedError(answered.error);
  }

  /** Closes the connection, as a browser whose page is left. */
  async leave(): Promise<void> {
    if (this.closedWith !== undefined) return;
    const closed = once(this.#socket, 'close');
    this.end(goingAway, '');
    await closed;
  }

  override send(text: string): void {
    const message = readServerFrame(text);
    this.#take(message);
    if (!('ref' in message)) return;
    this.#answers.get(keyOf(message))?.(message);
    this.#answers.delete(keyOf(message));
  }

  override end(code: number, message: string): void {
    super.end(code, message);
    this.#socket.destroy();
    const closed = new LiveTestError(`The server has closed the connection: ${message || code}`);
    for (const answer of this.#answers.values()) answer(closed);
    this.#answers.clear();
  }
}

/** The code by which a browser says that its page is left (RFC 6455, 7.4.1). */
const goingAway = 1001;

/** Tells messages and their answers apart. */
const keyOf = ({ address, ref }: Extract<ServerMessage, { ref: unknown }> | Asked) =>
  `${address.channel} ${ref}`;

/** The upgrade that a browser sends. */
function upgradeOf({ origin, base, cookie }: AskingPage, socket: Socket): IncomingMessage {
  const upgrade = new IncomingMessage(socket);
  const host = new URL(origin).host;
  const headers = { host, origin, cookie, 'sec-fetch-site': 'same-origin' };
  return Object.assign(upgrade, {
    method: 'GET',
    url: `${underBase(base, livePath)}?vsn=${skerry1.version}`,
    headers,
    rawHeaders: Object.entries(headers).flat(),
  });
}
