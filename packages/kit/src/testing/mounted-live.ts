import { EventEmitter, once } from 'node:events';

import { patchProps } from '@skerry/islands/server';
import {
  type ClientMessage,
  isInstance,
  merge,
  readBinding,
  readServerFrame,
  regionIdPrefix,
  regionTag,
  type ServerMessage,
  skerry1,
  tokenAttribute,
  topicPrefix,
  type Tree,
  type Update,
  writeClientFrame,
} from '@skerry/wire';

import type { Connection } from '../channel/connection.js';
import type { LiveServer } from '../channel/live-server.js';
import { closeCodes, type CloseReason } from '../core/close-reason.js';
import type { Locals } from '../core/locals.js';
import type { KnownSession, LiveSession } from '../core/session.js';
import type { Transport } from '../core/transport.js';
import type { MessageArgument, TopicName } from '../live/messages/topics.js';
import { freshTree } from '../live/render/fresh-tree.js';
import type { Region } from '../live/region/region.js';
import {
  findBound,
  LiveTestError,
  parsePage,
  refusedError,
  type TestElement,
  withValues,
} from './dom.js';
import { freshHtml, isFresh } from './fresh.js';

/** The app around a mounted view. */
export interface TestedApp {
  readonly server: LiveServer;
  /** Failures while the server was at work; the test throws them, so the server does not contain them. */
  readonly faults: Error[];
  /** Ends the app, if the view is all there is. */
  release(): Promise<void>;
}

/** The parts of a payload that an element's binding does not give. */
type Fields = Record<string, unknown>;

/** Matches bindings to whose payload the browser adds nothing. */
const valueless = /^(?:click|dblclick|mouse|intersect|viewport|command|window-(?:focus|blur))/;

/** A mounted live view under test. */
export class MountedLive<S extends object = Record<string, unknown>> {
  /** The events that the region emitted to the page, oldest first. */
  readonly emitted: [name: string, payload: unknown][] = [];
  /** The URL to which the region last sent the browser. */
  redirectedTo: string | undefined;
  readonly #app: TestedApp;
  readonly #server: LiveServer;
  readonly #region: Region;
  readonly #connection: Connection;
  readonly #token: string;
  readonly #answers = new EventEmitter();
  /** The error of whoever sends, once the server has closed the connection. */
  #closed: LiveTestError | undefined;
  #tree: Tree;
  #seq = 0;
  /** Failures while the server was at work; the test throws them, so the server does not contain them. */
  readonly #faults: Error[];

  constructor(tested: TestedApp, session: KnownSession, html: string, locals: Locals) {
    const [host] = parsePage(html).querySelectorAll(regionTag);
    const id = host?.getAttribute('id')?.slice(regionIdPrefix.length) ?? '';
    this.#app = tested;
    this.#faults = tested.faults;
    this.#server = tested.server;
    this.#region = tested.server.find(id) as Region;
    this.#token = host?.getAttribute(tokenAttribute) ?? '';
    this.#tree = freshTree(this.#region);
    const transport: Transport = {
      buffered: 0,
      deliverTo() {},
      send: (text) => this.#receive(readServerFrame(text)),
      close: (reason, message) => this.#close(reason, message),
      drop() {},
      pause() {},
      resume() {},
    };
    this.#connection = this.#server.connect(
      { session, codec: skerry1, address: '', locals },
      transport,
    );
  }

  /** The session that it was mounted in. */
  get session(): LiveSession {
    return this.#connection.session;
  }

  /** The committed state. */
  get state(): Readonly<S> {
    return this.#region.state as S;
  }

  /** The HTML that the browser shows, without markers. */
  html(): string {
    return freshHtml(this.#region);
  }

  /** The text that the browser shows. */
  text(): string {
    return parsePage(this.html()).textContent;
  }

  /** Clicks the element that has this text or this name, such as its `aria-label`, or matches this selector. @returns what the handler replied */
  async click(target: string): Promise<unknown> {
    const element = findBound(this.html(), 'lv-click', target);
    const value = element.getAttribute('value');
    return this.#raise('click', element, value === null ? {} : { value });
  }

  /** Submits a form with these fields. @returns what the handler replied */
  async submit(target: string, fields: Fields = {}): Promise<unknown> {
    return this.#raise('submit', findBound(this.html(), 'lv-submit', target), fields);
  }

  /** Types into a field, or into a form's fields. @returns what the handler replied */
  async input(target: string, value: string | boolean | Fields): Promise<unknown> {
    const element = findBound(this.html(), 'lv-input', target);
    const name = element.getAttribute('name') ?? 'value';
    return this.#raise('input', element, typeof value === 'object' ? value : { [name]: value });
  }

  /**
   * Raises the event of any other binding.
   *
   * @param binding its name without `lv-`: `'keydown'`, `'window-scroll'`
   * @param own what the browser adds to the payload: `{ key: 'Escape' }`
   * @returns what the handler replied
   */
  async raise(binding: string, target: string, own: Fields = {}): Promise<unknown> {
    return this.#raise(binding, findBound(this.html(), `lv-${binding}`, target), own);
  }

  /** Sends an event as a browser could, whether or not anything is bound to it. @returns what the handler replied */
  async send(event: string, value: unknown = null, type = 'click'): Promise<unknown> {
    const seq = ++this.#seq;
    this.#write({ kind: 'event', address, ref: seq, payload: { type, event, value, seq } });
    const answer = await this.#answerTo(seq);
    await this.rest();
    if (answer.kind === 'refused') throw refusedError(answer.error);
    return answer.kind === 'ok' ? answer.reply : undefined;
  }

  /** Hands a message to the topic, as other regions would. */
  async publish<T extends TopicName>(topic: T, ...message: MessageArgument<T>): Promise<void> {
    this.#server.publish(topic, ...message);
    await this.rest();
  }

  /** Waits until nothing is left to do: no turn, no load, no message on its way. */
  async rest(): Promise<void> {
    do {
      // Messages are handed over in a turn of the event loop of their own.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    } while (!this.#region.idle || !this.#server.isAtRest);
    const [fault] = this.#faults.splice(0);
    if (fault) throw fault;
  }

  /** Leaves, as a browser whose page is closed. An app that was made for this view alone ends. */
  async leave(): Promise<void> {
    if (!this.#closed) this.#write({ kind: 'leave', address, ref: ++this.#seq });
    await this.#app.release();
    await this.rest();
  }

  /** Joins the region; `mountLive` has done it. */
  async join(): Promise<void> {
    const payload = { token: this.#token, have: 0, page: 'test' };
    this.#write({ kind: 'join', address, ref: 0, topic: topicPrefix + this.#region.id, payload });
    await this.#answerTo(0);
    await this.rest();
  }

  async #raise(type: string, element: TestElement, fields: Fields): Promise<unknown> {
    if (element.closest(regionTag))
      throw new LiveTestError(
        `The element with lv-${type} is of a live view inside this one. Mount that view itself, or visit a page with liveVisitor().`,
      );
    const { event, json } = readBinding(element.getAttribute(`lv-${type}`) ?? '');
    const isOwn = valueless.test(type);
    const own = Object.keys(fields).length > 0 || !isOwn ? fields : null;
    const given: unknown = json === '' ? undefined : JSON.parse(json);
    const value = isOwn ? (given === undefined ? own : given) : { ...own, ...(given as Fields) };
    return this.send(event, withValues(element, value), type);
  }

  #write(message: ClientMessage): void {
    const frame = writeClientFrame(message);
    if (!this.#connection.admitFrame(frame.length))
      throw (
        this.#closed ?? new LiveTestError('The server takes no more frames: there are too many.')
      );
    this.#connection.receiveFrame(frame);
  }

  /** The answer to what was written in this turn of the event loop. @throws LiveTestError if the server closes the connection */
  async #answerTo(ref: number): Promise<ServerMessage> {
    const [answer] = (await once(this.#answers, String(ref))) as [ServerMessage];
    return answer;
  }

  #close(reason: CloseReason, message: string): void {
    this.#connection.onClosed(closeCodes[reason], message);
    const closed = new LiveTestError(`The server has closed the connection: ${message}`);
    this.#closed = closed;
    setImmediate(() => {
      if (this.#answers.listenerCount('error') > 0) this.#answers.emit('error', closed);
    });
  }

  #receive(message: ServerMessage): void {
    if (message.kind === 'crash') this.#faults.push(refusedError(message.error));
    if ((message.kind === 'ok' || message.kind === 'diff') && message.diff)
      this.#show(message.diff);
    // A test that waits for an answer starts to wait in this turn of the event loop.
    if ('ref' in message) setImmediate(() => this.#answers.emit(String(message.ref), message));
  }

  #show({ e, to, t: _title, reset: _reset, ...change }: Update): void {
    this.emitted.push(...(e ?? []));
    this.redirectedTo = to ?? this.redirectedTo;
    if (!isInstance(change) && Object.keys(change).length === 0) return;
    try {
      this.#tree = merge(this.#tree, change, patchProps);
      if (isFresh(this.#tree, this.#region)) return;
    } catch {
      // A change that does not fit leaves the tree as it was, and that is the same fault.
    }
    this.#faults.push(
      new LiveTestError(
        `After the change ${JSON.stringify(change)} the browser shows something else than a fresh render.`,
      ),
    );
  }
}

/** The only channel of the connection. */
const address = { channel: 1, joinRef: null };
